/** The locks of publications on the prices that they publish with. */
import { type Actor, Rejection } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';
import { prices } from './price/index.ts';
import { lockPrice, unlockPrice } from './rules/index.ts';

export type PriceLocks = ReturnType<typeof priceLocks>;

export const priceLocks = (database: Database, actor: Actor) => ({
  /**
   * All or none. Refuses with INVALID_REFERENCE naming the ids that do not exist, and with WRONG_STATE once the saga's locks were released.
   */
  lockAll: (ids: readonly string[], sagaId: string): Promise<void> =>
    database.transaction(async (tx) => {
      if ((await releasedAt(tx, sagaId)) !== null) {
        throw new Rejection('WRONG_STATE', 'This publication has ended: its prices are not locked again', { saga_id: sagaId });
      }
      const isListed = sql.fragment`id = any(${sql.array(ids, 'uuid')})`;
      const locked = await prices(tx, actor).changeAll(isListed, (price) => lockPrice(price, sagaId));
      const invalid_ids = ids.filter((id) => !locked.some((price) => price.id === id));
      if (invalid_ids.length === 0) return;
      throw new Rejection('INVALID_REFERENCE', 'Some prices do not exist', { field: 'pricing_ids', invalid_ids });
    }),

  /** Removes every lock of the saga, and marks it so that a late lock changes nothing. */
  releaseAll: (sagaId: string): Promise<void> =>
    database.transaction(async (tx) => {
      await releasedAt(tx, sagaId);
      await tx.query(sql.type(row())`update publication_sagas set released_at = coalesce(released_at, now()) where saga_id = ${sagaId}`);
      const isLocked = sql.fragment`locked and locked_by_saga_ids @> ${sql.array([sagaId], 'uuid')}`;
      await prices(tx, actor).changeAll(isLocked, (price) => unlockPrice(price, sagaId));
    }),
});

/** The row of the saga, locked: a lock and a release of one saga never run at once. */
async function releasedAt(tx: Database, sagaId: string): Promise<string | null> {
  await tx.query(sql.type(row())`insert into publication_sagas (saga_id) values (${sagaId}) on conflict do nothing`);
  return tx.oneFirst(sql.type(row<{ released_at: string | null }>())`
    select released_at from publication_sagas where saga_id = ${sagaId} for update`);
}
