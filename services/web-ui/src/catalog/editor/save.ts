'use server';
/** Creates or changes a thing as a form has it; what the API says against it goes back to the form. */
import { redirect } from 'next/navigation';
import { catalog } from '../../api/catalog.ts';
import { type Outcome, outcomeOf } from '../../api/outcome.ts';
import { currentSpeech } from '../../text/current-locale.ts';
import { amountIn } from './amounts.ts';
import { type Conflict, type FormState, stateAfter } from '../form-state.ts';
import { type EditableKind, isEditable, pathOf } from '../kinds.ts';
import { fieldsOf, idempotencyKey, textIn, type Wishes, wishIn } from './inputs.ts';

type Thing = { id: string; updated_at: string };

/** Without an id it is created. */
export async function save(kind: EditableKind, id: string | undefined, _: FormState, form: FormData): Promise<FormState> {
  // A browser may call this with anything.
  if (!isEditable(kind)) return {};
  if (kind === 'prices' && amountIn(textIn(form, 'value')) === undefined) return amountUnclear((await currentSpeech()).text.builder.amountUnclear);
  const wish = wishIn(kind, form);
  const outcome = id === undefined ? await create(kind, wish, textIn(form, 'form_id')) : await replace(kind, id, wish, textIn(form, 'etag'));
  if (outcome.ok) redirect(pathOf(kind, outcome.data.id));
  const state = stateAfter(outcome.problem, fieldsOf[kind]);
  if (outcome.problem.code !== 'VERSION_MISMATCH' || id === undefined) return state;
  const conflict = await conflictOf(kind, id, wish);
  return conflict ? { conflict } : state;
}

const amountUnclear = (sentence: string): FormState => ({ problem: sentence, faults: { value: sentence } });

type Wish<K extends EditableKind> = Wishes[K];

async function create(kind: EditableKind, wish: Wish<EditableKind>, formId: string): Promise<Outcome<Thing>> {
  const client = await catalog();
  const params = { header: { 'Idempotency-Key': idempotencyKey(formId, wish) } };
  const create = {
    characteristics: () => client.POST('/api/v1/characteristics', { params, body: wish as Wish<'characteristics'> }),
    specifications: () => client.POST('/api/v1/specifications', { params, body: wish as Wish<'specifications'> }),
    prices: () => client.POST('/api/v1/prices', { params, body: wish as Wish<'prices'> }),
    offerings: () => client.POST('/api/v1/offerings', { params, body: wish }),
  };
  return outcomeOf<Thing>(create[kind]());
}

async function replace(kind: EditableKind, id: string, wish: Wish<EditableKind>, etag: string): Promise<Outcome<Thing>> {
  const client = await catalog();
  const params = { path: { id }, header: { 'If-Match': etag } };
  const replace = {
    characteristics: () => client.PUT('/api/v1/characteristics/{id}', { params, body: wish as Wish<'characteristics'> }),
    specifications: () => client.PUT('/api/v1/specifications/{id}', { params, body: wish as Wish<'specifications'> }),
    prices: () => client.PUT('/api/v1/prices/{id}', { params, body: wish as Wish<'prices'> }),
    offerings: () => client.PUT('/api/v1/offerings/{id}', { params, body: wish }),
  };
  return outcomeOf<Thing>(replace[kind]());
}

/** The thing as it is now, with its version, to be compared with what was wanted. */
async function conflictOf(kind: EditableKind, id: string, wish: Wish<EditableKind>): Promise<Conflict | undefined> {
  const outcome = await read(kind, id);
  if (!outcome.ok || outcome.etag === undefined) return undefined;
  const now = outcome.data as unknown as Record<string, unknown>;
  const mine = wish as unknown as Record<string, unknown>;
  const differing = fieldsOf[kind].filter((field) => JSON.stringify(now[field] ?? null) !== JSON.stringify(mine[field] ?? null));
  const only = (from: Record<string, unknown>) => Object.fromEntries(differing.map((field) => [field, from[field] ?? null]));
  return { etag: outcome.etag, savedAt: outcome.data.updated_at, theirs: only(now), mine: only(mine) };
}

async function read(kind: EditableKind, id: string): Promise<Outcome<Thing>> {
  const client = await catalog();
  const params = { path: { id } };
  const read = {
    characteristics: () => client.GET('/api/v1/characteristics/{id}', { params }),
    specifications: () => client.GET('/api/v1/specifications/{id}', { params }),
    prices: () => client.GET('/api/v1/prices/{id}', { params }),
    offerings: () => client.GET('/api/v1/offerings/{id}', { params }),
  };
  return outcomeOf<Thing>(read[kind]());
}
