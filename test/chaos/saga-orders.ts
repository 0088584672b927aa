/** The orders to services: which fault to do at which step; written by the run, read and claimed by the services' processes. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@catalog/contracts';

/** Who runs the steps, which are named as in the process: the topic `unlock-prices` serves two of them. */
export const stepOwners = {
  'lock-prices': 'pricing-service',
  'validate-specifications': 'specification-service',
  'create-store-entry': 'store-service',
  'confirm-publication': 'offering-service',
  'release-prices': 'pricing-service',
  'revert-offering': 'offering-service',
  'delete-store-entry': 'store-service',
  'unlock-prices': 'pricing-service',
} as const satisfies Record<string, ServiceName>;
export type SagaStep = keyof typeof stepOwners;

/**
 * A step's middle is inside its transaction, or between its effects; after it the engine has not been told. `start` is the starter's call.
 */
export type Place = { step: SagaStep | 'start'; point: 'before' | 'middle' | 'after' };

/** A kill and a pause happen once, to who comes past after `skip` others; a failure and a repetition to all who come past.
 * An id is never used twice. */
export type Order = Place & { id: string; act: 'kill' | 'pause' | 'fail' | 'repeat'; skip: number };

export type Orders = {
  give(orders: readonly Order[]): void;
  all(): Order[];
  /** True for one of all processes, once. */
  claim(id: string, sagaId: string): boolean;
  /** The saga it happened to. */
  claimedBy(id: string): string | undefined;
  /** The step it happened to has come to its end. */
  finish(id: string): void;
  isFinished(id: string): boolean;
};

export function ordersIn(folder: string): Orders {
  const file = join(folder, 'orders.json');
  const claimed = (id: string) => join(folder, `${id}.claimed`);
  const finished = (id: string) => join(folder, `${id}.finished`);
  return {
    give(orders) {
      writeFileSync(`${file}.new`, JSON.stringify(orders));
      renameSync(`${file}.new`, file);
    },
    all: () => JSON.parse(textOf(file) ?? '[]') as Order[],
    claim(id, sagaId) {
      try {
        writeFileSync(claimed(id), sagaId, { flag: 'wx' });
        return true;
      } catch {
        return false;
      }
    },
    claimedBy: (id) => textOf(claimed(id)),
    finish: (id) => writeFileSync(finished(id), ''),
    isFinished: (id) => textOf(finished(id)) !== undefined,
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
