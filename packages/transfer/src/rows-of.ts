/** Turns a catalog into rows, in an order that is the same in every installation, with a warning for what rows cannot express. */
import { lineKey } from '@catalog/contracts';
import { categoryPath } from './category-path.ts';
import { type CategoryRow, type Kind, kinds, type OfferingRow, plainFields, type PlainKind, type Row } from './row.ts';
import { changeRows } from './with-calendars.ts';
import type { Thing, Things } from './things.ts';

export type Exported = { rows: Row[]; warnings: string[] };

export function rowsOf(things: Things): Exported {
  const warnings: string[] = [];
  const referred = namesIn(things, warnings);
  const offerings = things.offering.filter(({ lifecycle_status }) => lifecycle_status !== 'RETIRED');
  const left = things.offering.length - offerings.length;
  if (left > 0) warnings.push(`${left} retired offerings are left out`);
  const publishing = offerings.filter(({ lifecycle_status }) => lifecycle_status === 'PUBLISHING');
  warnings.push(...publishing.map(({ name }) => `"${name}" is being published: its row says DRAFT`));
  warnings.push(
    ...kinds
      .filter((kind) => kind !== 'category')
      .flatMap((kind) =>
        ambiguous(kind === 'offering' ? offerings : things[kind]).map(
          (name) => `Several ${kind}s${kind === 'offering' ? ' without an external_id' : ''} are called "${name}": an import refuses them`,
        ),
      ),
  );
  return {
    rows: [
      ...inOrder(things.characteristic).map((each) => plainRow('characteristic', each)),
      ...inOrder(things.price).map(priceRow),
      ...inOrder(things.specification).map((each) => ({
        kind: 'specification' as const,
        name: each.name,
        characteristics: referred('characteristic', each, 'characteristic_ids'),
      })),
      ...categoryRows(things.category),
      ...inOrder(offerings).map((each) => offeringRow(each, referred)),
    ],
    warnings,
  };
}

const priceRow = (price: Thing): Row => {
  const changes = changeRows(price);
  return { ...plainRow('price', price), ...(changes.length > 0 && { changes }) };
};

const plainRow = (kind: PlainKind, thing: Thing): Row =>
  ({ kind, ...Object.fromEntries(plainFields(kind).map((field) => [field, thing[field]])) }) as Row;

/** What others are in comes before them, siblings in their order. */
function categoryRows(categories: Thing[]): CategoryRow[] {
  const byId = new Map(categories.map((each) => [each.id, each]));
  const rows = categories.map((each): CategoryRow => ({
    kind: 'category',
    name: categoryPath(each, byId),
    sort_order: each['sort_order'] as number,
    description: each['description'] as string | null,
    ...(each.external_id && { external_id: each.external_id }),
  }));
  return rows.toSorted((one, other) => compare(one.name, other.name));
}

type Referred = (kind: Kind, thing: Thing, field: string) => string[];

const offeringRow = (offering: Thing, referred: Referred): OfferingRow => ({
  kind: 'offering',
  ...(offering.external_id && { external_id: offering.external_id }),
  name: offering.name,
  description: offering['description'] as string | null,
  specifications: referred('specification', offering, 'specification_ids'),
  prices: referred('price', offering, 'pricing_ids'),
  sales_channels: offering['sales_channels'] as string[],
  categories: referred('category', offering, 'category_ids'),
  lifecycle_status: offering.lifecycle_status === 'PUBLISHED' ? 'PUBLISHED' : 'DRAFT',
  ...(offering.scheduled && { scheduled: { action: offering.scheduled.action, at: offering.scheduled.at } }),
});

/** Things deleted since they were listed have no name any more: they are left out with a warning. */
function namesIn(things: Things, warnings: string[]): Referred {
  const categories = new Map(things.category.map((each) => [each.id, each]));
  const names = new Map(
    Object.values(things)
      .flat()
      .map((each) => [each.id, categories.has(each.id) ? categoryPath(each, categories) : each.name]),
  );
  return (kind, thing, field) =>
    ((thing[field] ?? []) as string[]).flatMap((id) => {
      const name = names.get(id);
      if (name === undefined) warnings.push(`"${thing.name}" lists a ${kind} that no longer exists: it is left out`);
      return name ?? [];
    });
}

function ambiguous(things: Thing[]): string[] {
  const unmarked = Map.groupBy(
    things.filter(({ external_id }) => !external_id),
    ({ name }) => lineKey(name),
  );
  return [...unmarked.values()].filter((same) => same.length > 1).map(([first]) => (first as Thing).name);
}

const inOrder = (things: Thing[]): Thing[] => things.toSorted((one, other) => compare(orderOf(one), orderOf(other)));

const orderOf = ({ name, external_id }: Thing): string => `${name}\n${external_id ?? ''}`;
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
