'use server';
/** Server actions that do something with a thing other than editing it; the API's objections go back to the page. */
import { randomUUID } from 'node:crypto';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { catalogApi } from '../../api/clients.ts';
import { type Outcome, outcomeOf, type Problem } from '../../api/outcome.ts';
import { type FormState, stateAfter } from '../form-state.ts';
import { type EditableKind, isEditable, pathOf } from '../kinds.ts';
import { parseAmount } from '../editor/amounts.ts';
import { textIn } from '../text-in.ts';
import { currentLocale } from '../../text/current-locale.ts';
import { createThing, deleteThing, listThings, readThing } from '../things.ts';

export async function remove(kind: EditableKind, id: string): Promise<FormState> {
  // A server action can be called with any arguments.
  if (!isEditable(kind)) return {};
  const outcome = await deleteThing(kind, id);
  if (outcome.ok) redirect(pathOf(kind));
  return { ...stateAfter(outcome.problem, []), usedBy: await usersIn(outcome.problem) };
}

/** Now, or at the time in the form. */
export async function publish(id: string, _: FormState, form: FormData): Promise<FormState> {
  const params = { path: { id }, header: { 'Idempotency-Key': randomUUID() } };
  const outcome = await outcomeOf((await catalogApi()).POST('/api/v1/offerings/{id}/publish', { params, body: timeIn(form, 'at') }));
  if (outcome.ok && 'saga_id' in outcome.data) redirect(pathOf('publications', outcome.data.saga_id));
  return stateOf(outcome);
}

export async function retire(id: string, _: FormState, form: FormData): Promise<FormState> {
  const params = { path: { id }, header: { 'Idempotency-Key': randomUUID() } };
  return stateOf(
    await outcomeOf<unknown>((await catalogApi()).POST('/api/v1/offerings/{id}/retire', { params, body: timeIn(form, 'at') })),
  );
}

export async function cancelSchedule(id: string): Promise<FormState> {
  const params = { path: { id } };
  return stateOf(await outcomeOf<unknown>((await catalogApi()).DELETE('/api/v1/offerings/{id}/schedule', { params })));
}

export async function cancelPublication(id: string): Promise<FormState> {
  const params = { path: { id } };
  return stateOf(await outcomeOf<unknown>((await catalogApi()).POST('/api/v1/offerings/{id}/cancel-publication', { params, body: {} })));
}

export async function retryPublication(sagaId: string): Promise<FormState> {
  const params = { path: { saga_id: sagaId } };
  return stateOf(await outcomeOf<unknown>((await catalogApi()).POST('/api/v1/publications/{saga_id}/retry', { params, body: {} })));
}

/** Of a price: from a time on, or for a window of time. */
export async function scheduleChange(id: string, _: FormState, form: FormData): Promise<FormState> {
  const value = parseAmount(textIn(form, 'value'));
  if (value === undefined) return { problem: (await currentLocale()).text.builder.amountUnclear };
  const params = { path: { id }, header: { 'Idempotency-Key': randomUUID() } };
  const body = { value, ...timeIn(form, 'at'), ...timeIn(form, 'valid_until') };
  return stateOf(await outcomeOf<unknown>((await catalogApi()).POST('/api/v1/prices/{id}/changes', { params, body })));
}

export async function cancelChange(id: string, change_id: string): Promise<FormState> {
  const params = { path: { id, change_id } };
  return stateOf(await outcomeOf<unknown>((await catalogApi()).DELETE('/api/v1/prices/{id}/changes/{change_id}', { params })));
}

/** A new draft with the same content but no external id, which must stay unique. */
export async function clone(id: string, name: string): Promise<FormState> {
  const original = await readThing('offerings', id);
  if (!original.ok) return stateOf(original);
  const { description, specification_ids, pricing_ids, sales_channels, category_ids = [] } = original.data;
  const copy = { name, description, specification_ids, pricing_ids, sales_channels, category_ids };
  const outcome = await createThing('offerings', copy, randomUUID());
  if (outcome.ok) redirect(`${pathOf('offerings', outcome.data.id)}/edit`);
  return stateOf(outcome);
}

function stateOf(outcome: Outcome<unknown>): FormState {
  if (!outcome.ok) return stateAfter(outcome.problem, ['at']);
  refresh();
  return {};
}

/** The field has no time zone: it is UTC, as its label says. */
function timeIn<Name extends string>(form: FormData, name: Name): { [N in Name]?: string } {
  const time = textIn(form, name);
  return time === '' ? {} : ({ [name]: `${time.length === 16 ? `${time}:00` : time}Z` } as { [N in Name]?: string });
}

/** What uses a thing that cannot be deleted, with names where they can be read. */
async function usersIn({ details }: Problem): Promise<NonNullable<FormState['usedBy']>> {
  const {
    offering_ids = [],
    specification_ids = [],
    category_ids = [],
  } = (details['used_by'] ?? {}) as {
    offering_ids?: string[];
    category_ids?: string[];
    specification_ids?: string[];
  };
  const named = async (kind: 'offerings' | 'specifications' | 'categories', ids: string[]) => {
    if (ids.length === 0) return [];
    const outcome = await listThings(kind, { id: ids.slice(0, 100), page_size: 100 });
    return outcome.ok ? outcome.data.items.map(({ id, name }) => ({ kind, id, name })) : ids.map((id) => ({ kind, id, name: id }));
  };
  return [
    ...(await named('categories', category_ids)),
    ...(await named('offerings', offering_ids)),
    ...(await named('specifications', specification_ids)),
  ];
}
