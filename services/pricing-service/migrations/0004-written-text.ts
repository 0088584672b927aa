/** Prices of before there was one rule of written text follow it; whoever keeps a copy of them is told. */
import { type Actor, lineKey, mendedLine, NAME_LENGTH, type Price, UNIT_LENGTH } from '@catalog/contracts';
import { appendEvent, appendHistory, type Database, mendedUniquely, row, sql } from '@catalog/postgres';
import { isDeepStrictEqual } from 'node:util';

const migration: Actor = { subject: 'pricing-service', username: 'migration', role: 'SERVICE' };

export default async function followTheRuleOfText(tx: Database): Promise<void> {
  const prices = await tx.any(sql.type(row<Price>())`
    select id, name, value, unit, currency, locked, locked_by_saga_ids, version, created_at, updated_at
    from prices order by created_at, id for update`);
  const names = mendedUniquely(
    prices.map(({ id, name }) => ({ id, text: name })),
    { longest: NAME_LENGTH, instead: 'Unnamed', keyOf: lineKey },
  );
  for (const before of prices) {
    const name = names.get(before.id)!;
    const unit = mendedLine(before.unit, UNIT_LENGTH) || 'unknown';
    if (isDeepStrictEqual({ ...before, name, unit }, before)) continue;
    await change(tx, before, { ...before, name, unit, version: before.version + 1, updated_at: new Date().toISOString() });
  }
}

async function change(tx: Database, before: Price, after: Price): Promise<void> {
  const { id, name, unit, version, updated_at } = after;
  await tx.query(sql.type(row())`
    update prices set name = ${name}, unit = ${unit}, version = ${version}, updated_at = ${updated_at} where id = ${id}`);
  await appendEvent(tx, { type: 'PriceUpdated', payload: after });
  const status = after.locked ? 'LOCKED' : 'UNLOCKED';
  await appendHistory(tx, { change: 'PriceUpdated', before, after, status: { from: status, to: status }, actor: migration });
}
