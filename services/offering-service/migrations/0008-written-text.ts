/** Offerings of before there was one rule of written text follow it; whoever keeps a copy of them is told. */
import {
  type Actor,
  CHANNEL_LENGTH,
  DESCRIPTION_LENGTH,
  EXTERNAL_ID_LENGTH,
  lineKey,
  mendedLine,
  mendedLines,
  NAME_LENGTH,
  type Offering,
} from '@catalog/contracts';
import { appendEvent, appendHistory, type Database, mendedUniquely, row, sql } from '@catalog/postgres';
import { isDeepStrictEqual } from 'node:util';

const migration: Actor = { subject: 'offering-service', username: 'migration', role: 'SERVICE' };

export default async function followTheRuleOfText(tx: Database): Promise<void> {
  const offerings = await tx.any(sql.type(row<Offering>())`
    select id, external_id, name, description, specification_ids, pricing_ids, sales_channels,
      lifecycle_status, saga_id, last_publication_error, published_at, retired_at, scheduled, version, created_at, updated_at
    from product_offerings order by created_at, id for update`);
  const externalIds = mendedUniquely(
    offerings.flatMap(({ id, external_id }) => (external_id === null ? [] : { id, text: external_id })),
    { longest: EXTERNAL_ID_LENGTH, instead: 'unnamed', keyOf: (text) => text },
  );
  for (const before of offerings) {
    const texts = {
      external_id: externalIds.get(before.id) ?? null,
      name: mendedLine(before.name, NAME_LENGTH) || 'Unnamed',
      description: before.description === null ? null : mendedLines(before.description, DESCRIPTION_LENGTH),
      sales_channels: mendedChannels(before.sales_channels),
    };
    if (isDeepStrictEqual({ ...before, ...texts }, before)) continue;
    await change(tx, before, { ...before, ...texts, version: before.version + 1, updated_at: new Date().toISOString() });
  }
}

function mendedChannels(channels: string[]): string[] {
  const mended = channels.map((channel) => mendedLine(channel, CHANNEL_LENGTH)).filter((channel) => channel !== '');
  const keys = mended.map(lineKey);
  return mended.filter((_, index) => keys.indexOf(keys[index]!) === index);
}

async function change(tx: Database, before: Offering, after: Offering): Promise<void> {
  const { id, external_id, name, description, sales_channels, lifecycle_status, version, updated_at } = after;
  await tx.query(sql.type(row())`
    update product_offerings set
      external_id = ${external_id}, name = ${name}, description = ${description}, sales_channels = ${sql.array(sales_channels, 'varchar')},
      version = ${version}, updated_at = ${updated_at}
    where id = ${id}`);
  await appendEvent(tx, { type: 'OfferingUpdated', payload: after });
  const status = { from: lifecycle_status, to: lifecycle_status };
  await appendHistory(tx, { change: 'OfferingUpdated', before, after, status, actor: migration });
}
