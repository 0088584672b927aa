/** The rules of a specification: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import { type Characteristic, nameFrom, Rejection, type Specification, type SpecificationEvent } from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import { isDeepStrictEqual } from 'node:util';
import type { ExpandedSpecification, SpecificationInput } from '../api.ts';

export type SpecificationDecision = Decision<Specification, SpecificationEvent>;

/** `characteristics` are those of the wanted ones that exist. */
type Facts = { characteristics: readonly Characteristic[]; now: string };

/** What is wanted, in the form it is stored in. */
export const inputFrom = (input: SpecificationInput): SpecificationInput => ({ ...input, name: nameFrom(input.name) });

export function createSpecification(wanted: SpecificationInput, facts: Facts & { id: string }): SpecificationDecision {
  const { id, characteristics, now } = facts;
  refuseUnlessAllExist(wanted, characteristics);
  const state = { id, ...wanted, invalid: false, version: 1, created_at: now, updated_at: now };
  return { kind: 'stored', state, event: 'SpecificationCreated' };
}

export function changeSpecification(
  current: Specification,
  wanted: SpecificationInput,
  { characteristics, now }: Facts,
): SpecificationDecision | undefined {
  refuseUnlessAllExist(wanted, characteristics);
  const content = { ...wanted, invalid: false };
  return isDeepStrictEqual({ ...current, ...content }, current)
    ? undefined
    : { kind: 'stored', state: { ...next(current), ...content, updated_at: now }, event: 'SpecificationUpdated' };
}

export function deleteSpecification(current: Specification, offeringIds: string[]): SpecificationDecision {
  if (offeringIds.length > 0) {
    throw new Rejection('IN_USE', `${offeringIds.length} offering(s) use this specification`, { used_by: { offering_ids: offeringIds } });
  }
  return { kind: 'deleted', state: next(current), event: 'SpecificationDeleted' };
}

/** It keeps listing what was deleted, so that one sees what to replace. */
export function loseCharacteristic(current: Specification, characteristicId: string, now: string): SpecificationDecision | undefined {
  if (current.invalid || !current.characteristic_ids.includes(characteristicId)) return undefined;
  return { kind: 'stored', state: { ...next(current), invalid: true, updated_at: now }, event: 'SpecificationUpdated' };
}

/** Refuses with INVALID_REFERENCE or NOT_PUBLISHABLE, naming every id at fault; `specifications` are those of the ids that exist. */
export function requirePublishable(ids: readonly string[], specifications: readonly Specification[]): void {
  const missing = missingFrom(ids, specifications);
  if (missing.length > 0) {
    throw new Rejection('INVALID_REFERENCE', 'Some specifications do not exist', { field: 'specification_ids', invalid_ids: missing });
  }
  const invalid = specifications.filter((specification) => specification.invalid).map(({ id }) => id);
  if (invalid.length > 0) {
    throw new Rejection('NOT_PUBLISHABLE', 'Some specifications list a characteristic that has been deleted', { invalid_ids: invalid });
  }
}

export function expand(specification: Specification, existing: readonly Characteristic[]): ExpandedSpecification {
  const byId = new Map(existing.map((characteristic) => [characteristic.id, characteristic]));
  const characteristics = specification.characteristic_ids.flatMap((wanted) => {
    const characteristic = byId.get(wanted);
    if (!characteristic) return [];
    const { id, name, attribute, value, unit_of_measure, version } = characteristic;
    return [{ id, name, attribute, value, unit_of_measure, version }];
  });
  return { ...specification, characteristics };
}

function refuseUnlessAllExist({ characteristic_ids }: SpecificationInput, characteristics: readonly Characteristic[]): void {
  const missing = missingFrom(characteristic_ids, characteristics);
  if (missing.length > 0) {
    throw new Rejection('INVALID_REFERENCE', 'Some characteristics do not exist', { field: 'characteristic_ids', invalid_ids: missing });
  }
}

function missingFrom(ids: readonly string[], existing: readonly { id: string }[]): string[] {
  const known = new Set(existing.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

const next = (current: Specification): Specification => ({ ...current, version: current.version + 1 });
