/** Offerings in Postgres: with every change of one go the records of its publication and of its schedule. */
import { type Actor, type Offering, type OfferingEvent, Rejection } from '@catalog/contracts';
import { aggregate, type Database, type Decide, type Definition, inAnyCase, sql, textFilter } from '@catalog/postgres';
import type { OfferingQuery } from '../api.ts';
import { withApproval } from '../rules/index.ts';
import { publicationRecords } from './publication-records.ts';
import { offeringHistoryView } from './offering-history-view.ts';
import { revisionRecords } from './revision-records.ts';
import { scheduleRecords } from './schedule-records.ts';

export type OfferingStore = ReturnType<typeof offeringStore>;

/** `deadlineSeconds`: how long a publication may take. */
export const offeringStore = ({ deadlineSeconds }: { deadlineSeconds: number }) => {
  const offerings = aggregate<Offering, OfferingEvent, OfferingQuery>({
    ...definition,
    async afterEach(change, tx) {
      await publicationRecords(tx).follow(change, deadlineSeconds);
      await scheduleRecords(tx).follow(change);
      await revisionRecords(tx).follow(change);
    },
  });

  return (database: Database, actor: Actor) => {
    const store = offerings(database, actor);
    return {
      ...store,
      /** Refuses with NOT_FOUND, with SCHEDULED when somebody else has approved what it is, or as `decide` does. */
      change: (id: string, decide: Decide<Offering, OfferingEvent>): Promise<Offering> =>
        store.change(id, async (current, tx) => {
          const decision = await decide(current, tx);
          return decision && withApproval(current, decision, actor);
        }),
    };
  };
};

const definition: Definition<Offering, OfferingQuery> = {
  name: 'offering',
  table: 'product_offerings',
  columns: {
    external_id: 'varchar',
    name: 'varchar',
    description: 'varchar',
    specification_ids: 'uuid[]',
    pricing_ids: 'uuid[]',
    sales_channels: 'varchar[]',
    category_ids: 'uuid[]',
    lifecycle_status: 'varchar',
    saga_id: 'uuid',
    last_publication_error: 'jsonb',
    published_at: 'timestamptz',
    retired_at: 'timestamptz',
    scheduled: 'jsonb',
    scheduled_retirement: 'jsonb',
    revision: 'numeric',
    revises: 'numeric',
    next_revision: 'jsonb',
  },
  orderings: { '-published_at': sql.fragment`published_at desc nulls last` },
  filters: ({ external_id, lifecycle_status, specification_id, pricing_id, category_id, sales_channel, scheduled }) => [
    textFilter(external_id, (text) => sql.fragment`external_id = ${text}`),
    lifecycle_status && sql.fragment`lifecycle_status = ${lifecycle_status}`,
    specification_id && refersTo('specification_ids', specification_id),
    pricing_id && refersTo('pricing_ids', pricing_id),
    category_id && inCategory(category_id),
    textFilter(
      sales_channel,
      (text) => sql.fragment`${inAnyCase(text)} in (
      select ${inAnyCase(sql.fragment`channel`)} from unnest(sales_channels) channel
    )`,
    ),
    scheduled && sql.fragment`scheduled ->> 'action' = ${scheduled}`,
  ],
  unique: {
    product_offerings_external_id_unique: ({ external_id }) =>
      new Rejection('EXTERNAL_ID_TAKEN', `There is already an offering with external_id ${external_id}`, { field: 'external_id' }),
  },
  statusOf: ({ lifecycle_status }) => lifecycle_status,
  historyView: offeringHistoryView,
};

/** What is published or its next revision. */
const refersTo = (field: 'specification_ids' | 'pricing_ids', id: string) => sql.fragment`
  (${sql.identifier([field])} @> ${sql.array([id], 'uuid')} or next_revision -> ${sql.literalValue(field)} ? ${id})`;

/** What is published or its next revision, in this category or in one anywhere below it. */
function inCategory(id: string) {
  const branch = sql.fragment`(
    with recursive branch (id) as (
      select ${id}::uuid union select categories.id from categories join branch on categories.parent_id = branch.id
    )
    select array_agg(id) from branch
  )`;
  return sql.fragment`(category_ids && ${branch} or next_revision -> 'category_ids' ?| ${branch}::text[])`;
}
