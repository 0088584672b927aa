/** Characteristics of before there was one rule of written text follow it; whoever keeps a copy of them is told. */
import { type Characteristic, lineKey, mendedLine, NAME_LENGTH, VALUE_LENGTH } from '@catalog/contracts';
import { appendEvent, type Database, mendedUniquely, row, sql } from '@catalog/postgres';
import { isDeepStrictEqual } from 'node:util';

export default async function followTheRuleOfText(tx: Database): Promise<void> {
  const characteristics = await tx.any(sql.type(row<Characteristic>())`
    select id, name, attribute, value, unit_of_measure, version, created_at, updated_at
    from characteristics order by created_at, id for update`);
  const names = mendedUniquely(
    characteristics.map(({ id, name }) => ({ id, text: name })),
    { longest: NAME_LENGTH, instead: 'Unnamed', keyOf: lineKey },
  );
  for (const before of characteristics) {
    const name = names.get(before.id)!;
    const attribute = mendedLine(before.attribute, NAME_LENGTH) || name;
    const value = mendedLine(before.value, VALUE_LENGTH) || 'unknown';
    if (isDeepStrictEqual({ ...before, name, attribute, value }, before)) continue;
    await change(tx, { ...before, name, attribute, value, version: before.version + 1, updated_at: new Date().toISOString() });
  }
}

async function change(tx: Database, after: Characteristic): Promise<void> {
  const { id, name, attribute, value, version, updated_at } = after;
  await tx.query(sql.type(row())`
    update characteristics set name = ${name}, attribute = ${attribute}, value = ${value}, version = ${version}, updated_at = ${updated_at}
    where id = ${id}`);
  await appendEvent(tx, { type: 'CharacteristicUpdated', payload: after });
}
