'use server';
/** Creates or replaces a thing with what a form contains; the API's objections go back to the form. */
import { redirect } from 'next/navigation';
import { isDeepStrictEqual } from 'node:util';
import { currentLocale } from '../../text/current-locale.ts';
import { type Conflict, type FormState, stateAfter } from '../form-state.ts';
import { type EditableKind, isEditable, pathOf } from '../kinds.ts';
import { textIn } from '../text-in.ts';
import { createThing, type Inputs, readImpact, readThing, replaceThing } from '../things.ts';
import { parseAmount } from './amounts.ts';
import { fieldsOf, idempotencyKey, inputFrom } from './inputs.ts';

/** Without an id it is created. */
export async function save(kind: EditableKind, id: string | undefined, _: FormState, form: FormData): Promise<FormState> {
  // A server action can be called with any arguments.
  if (!isEditable(kind)) return {};
  if (kind === 'prices' && parseAmount(textIn(form, 'value')) === undefined)
    return amountUnclear((await currentLocale()).text.builder.amountUnclear);
  const input = inputFrom(kind, form);
  const impact = id === undefined || textIn(form, CONFIRM) === 'impact' ? undefined : await impactInWords(kind, id);
  if (impact) return { impact, sent: sentIn(form) };
  const outcome =
    id === undefined
      ? await createThing(kind, input, idempotencyKey(textIn(form, 'form_id'), input))
      : await replaceThing(kind, id, input, textIn(form, 'etag'));
  if (outcome.ok) redirect(pathOf(kind, outcome.data.id));
  const state = stateAfter(outcome.problem, fieldsOf[kind]);
  if (outcome.problem.code !== 'VERSION_MISMATCH' || id === undefined) return state;
  const conflict = await conflictOf(kind, id, input);
  return conflict ? { conflict } : state;
}

const CONFIRM = 'confirm';

/** Undefined where nobody would see the change: nothing that is published shows the thing. */
async function impactInWords(kind: EditableKind, id: string): Promise<string | undefined> {
  if (kind === 'offerings' || kind === 'categories') return undefined;
  const [locale, impact] = await Promise.all([currentLocale(), readImpact(kind, id)]);
  const shown = impact.ok ? impact.data.published.total : 0;
  return shown > 0 ? locale.count(locale.text.builder.impact, shown) : undefined;
}

/** Without what the framework sends of its own. */
const sentIn = (form: FormData): [string, string][] =>
  [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !name.startsWith('$') && name !== 'form_id' ? [[name, value]] : [],
  );

const amountUnclear = (sentence: string): FormState => ({ problem: sentence, faults: { value: sentence } });

/** Reads the thing again, with its new version, and compares it with the input. */
async function conflictOf(kind: EditableKind, id: string, input: Inputs[EditableKind]): Promise<Conflict | undefined> {
  const outcome = await readThing(kind, id);
  if (!outcome.ok || outcome.etag === undefined) return undefined;
  const current = outcome.data as unknown as Record<string, unknown>;
  const mine = input as unknown as Record<string, unknown>;
  const differing = fieldsOf[kind].filter((field) => !isDeepStrictEqual(current[field] ?? null, mine[field] ?? null));
  const only = (from: Record<string, unknown>) => Object.fromEntries(differing.map((field) => [field, from[field] ?? null]));
  return { etag: outcome.etag, savedAt: outcome.data.updated_at, theirs: only(current), mine: only(mine) };
}
