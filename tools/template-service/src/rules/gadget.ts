/** The rules of a gadget: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import { nameFrom } from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import type { Gadget, GadgetInput } from '../api.ts';

export type GadgetChange = 'GadgetCreated' | 'GadgetUpdated' | 'GadgetDeleted';
export type GadgetDecision = Decision<Gadget, GadgetChange>;

export function createGadget({ name }: GadgetInput, { id, now }: { id: string; now: string }): GadgetDecision {
  return { kind: 'stored', state: { id, name: nameFrom(name), version: 1, created_at: now, updated_at: now }, event: 'GadgetCreated' };
}

export function changeGadget(current: Gadget, wanted: GadgetInput, now: string): GadgetDecision | undefined {
  const name = nameFrom(wanted.name);
  return name === current.name ? undefined : { kind: 'stored', state: { ...next(current), name, updated_at: now }, event: 'GadgetUpdated' };
}

export const deleteGadget = (current: Gadget): GadgetDecision => ({ kind: 'deleted', state: next(current), event: 'GadgetDeleted' });

const next = (current: Gadget): Gadget => ({ ...current, version: current.version + 1 });
