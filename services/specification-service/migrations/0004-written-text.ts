/** Specifications of before there was one rule of written text follow it; whoever keeps a copy of them is told. */
import { lineKey, NAME_LENGTH, type Specification } from '@catalog/contracts';
import { appendEvent, type Database, mendedUniquely, row, sql } from '@catalog/postgres';

export default async function followTheRuleOfText(tx: Database): Promise<void> {
  const specifications = await tx.any(sql.type(row<Specification>())`
    select id, name, characteristic_ids, invalid, version, created_at, updated_at
    from specifications order by created_at, id for update`);
  const names = mendedUniquely(
    specifications.map(({ id, name }) => ({ id, text: name })),
    { longest: NAME_LENGTH, instead: 'Unnamed', keyOf: lineKey },
  );
  for (const before of specifications) {
    const name = names.get(before.id)!;
    if (name === before.name) continue;
    await change(tx, { ...before, name, version: before.version + 1, updated_at: new Date().toISOString() });
  }
}

async function change(tx: Database, after: Specification): Promise<void> {
  const { id, name, version, updated_at } = after;
  await tx.query(sql.type(row())`
    update specifications set name = ${name}, version = ${version}, updated_at = ${updated_at} where id = ${id}`);
  await appendEvent(tx, { type: 'SpecificationUpdated', payload: after });
}
