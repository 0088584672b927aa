'use server';
/** What can be done to a thing beside changing it; what the API says against it goes back to the page. */
import { randomUUID } from 'node:crypto';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { catalog } from '../../api/catalog.ts';
import { type Outcome, outcomeOf, type Problem } from '../../api/outcome.ts';
import { type FormState, stateAfter } from '../form-state.ts';
import { type EditableKind, isEditable, pathOf } from '../kinds.ts';
import { textIn } from '../editor/inputs.ts';

export async function remove(kind: EditableKind, id: string): Promise<FormState> {
  if (!isEditable(kind)) return {};
  const client = await catalog();
  const params = { path: { id } };
  const remove = {
    characteristics: () => client.DELETE('/api/v1/characteristics/{id}', { params }),
    specifications: () => client.DELETE('/api/v1/specifications/{id}', { params }),
    prices: () => client.DELETE('/api/v1/prices/{id}', { params }),
    offerings: () => client.DELETE('/api/v1/offerings/{id}', { params }),
  };
  const outcome = await outcomeOf<unknown>(remove[kind]());
  if (outcome.ok) redirect(pathOf(kind));
  return { ...stateAfter(outcome.problem, []), usedBy: await usersIn(outcome.problem) };
}

/** Now, or at the time that the form says. */
export async function publish(id: string, _: FormState, form: FormData): Promise<FormState> {
  const outcome = await outcomeOf((await catalog()).POST('/api/v1/offerings/{id}/publish', {
    params: { path: { id }, header: { 'Idempotency-Key': randomUUID() } }, body: when(form),
  }));
  if (outcome.ok && 'saga_id' in outcome.data) redirect(pathOf('publications', outcome.data.saga_id));
  return shown(outcome);
}

export async function retire(id: string, _: FormState, form: FormData): Promise<FormState> {
  const params = { path: { id }, header: { 'Idempotency-Key': randomUUID() } };
  return shown(await outcomeOf<unknown>((await catalog()).POST('/api/v1/offerings/{id}/retire', { params, body: when(form) })));
}

export async function cancelSchedule(id: string): Promise<FormState> {
  return shown(await outcomeOf<unknown>((await catalog()).DELETE('/api/v1/offerings/{id}/schedule', { params: { path: { id } } })));
}

export async function cancelPublication(id: string): Promise<FormState> {
  return shown(await outcomeOf<unknown>((await catalog()).POST('/api/v1/offerings/{id}/cancel-publication', { params: { path: { id } }, body: {} })));
}

export async function retryPublication(sagaId: string): Promise<FormState> {
  return shown(await outcomeOf<unknown>((await catalog()).POST('/api/v1/publications/{saga_id}/retry', { params: { path: { saga_id: sagaId } }, body: {} })));
}

/** A new draft of the same content; an external id names one offering only and stays where it is. */
export async function clone(id: string, name: string): Promise<FormState> {
  const client = await catalog();
  const original = await outcomeOf(client.GET('/api/v1/offerings/{id}', { params: { path: { id } } }));
  if (!original.ok) return shown(original);
  const { description, specification_ids, pricing_ids, sales_channels } = original.data;
  const params = { header: { 'Idempotency-Key': randomUUID() } };
  const outcome = await outcomeOf(client.POST('/api/v1/offerings', { params, body: { name, description, specification_ids, pricing_ids, sales_channels } }));
  if (outcome.ok) redirect(`${pathOf('offerings', outcome.data.id)}/edit`);
  return shown(outcome);
}

function shown(outcome: Outcome<unknown>): FormState {
  if (!outcome.ok) return stateAfter(outcome.problem, ['at']);
  refresh();
  return {};
}

/** The field has no zone: it is meant in UTC, as its label says. */
function when(form: FormData): { at?: string } {
  const at = textIn(form, 'at');
  return at === '' ? {} : { at: `${at.length === 16 ? `${at}:00` : at}Z` };
}

async function usersIn({ details }: Problem): Promise<NonNullable<FormState['usedBy']>> {
  const { offering_ids = [], specification_ids = [] } = (details['used_by'] ?? {}) as { offering_ids?: string[]; specification_ids?: string[] };
  const client = await catalog();
  const named = async (kind: 'offerings' | 'specifications', ids: string[]) => {
    if (ids.length === 0) return [];
    const query = { id: ids.slice(0, 100), page_size: 100 };
    const path = kind === 'offerings' ? '/api/v1/offerings' as const : '/api/v1/specifications' as const;
    const outcome = await outcomeOf<{ items: { id: string; name: string }[] }>(client.GET(path, { params: { query } }));
    return outcome.ok ? outcome.data.items.map(({ id, name }) => ({ kind, id, name })) : ids.map((id) => ({ kind, id, name: id }));
  };
  return [...await named('offerings', offering_ids), ...await named('specifications', specification_ids)];
}
