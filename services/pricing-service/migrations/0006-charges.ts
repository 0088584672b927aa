/** Prices have a charge: those of before get the one that their unit says, where it is plain. Nothing that anybody was told changes. */
import { chargeFromUnit } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';

export default async function readChargesFromUnits(tx: Database): Promise<void> {
  await tx.query(sql.type(row())`
    alter table prices
      add column charge jsonb,
      drop constraint prices_value_check,
      add constraint prices_value_check check (value >= 0)`);
  for (const { unit } of await tx.any(sql.type(row<{ unit: string }>())`select distinct unit from prices`)) {
    const charge = chargeFromUnit(unit);
    if (charge) await tx.query(sql.type(row())`update prices set charge = ${JSON.stringify(charge)}::jsonb where unit = ${unit}`);
  }
}
