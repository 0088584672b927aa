/** The rows of a file: one per thing, referring to others by name, so that a file holds no ids of any installation. */
import type { CatalogKind } from '@catalog/catalog-client';
import { ChargeInput, currencies, Nullable, OneOf, scheduledActions, Timestamp, unitsOfMeasure } from '@catalog/contracts';
import { bodyCheck } from '@catalog/validation';
import Type, { type Static } from 'typebox';

/** In the order of their dependencies. */
export const kinds = ['characteristic', 'price', 'specification', 'category', 'offering'] as const;
export type Kind = (typeof kinds)[number];

/** What the API calls all of a kind. */
export const collectionOf = {
  characteristic: 'characteristics',
  price: 'prices',
  specification: 'specifications',
  category: 'categories',
  offering: 'offerings',
} as const satisfies Record<Kind, CatalogKind>;

const Text = Type.String({ minLength: 1 });
const names = (minItems: number) => Type.Array(Text, { minItems, maxItems: 100, uniqueItems: true });
const nullable = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const strict = { additionalProperties: false };

/** What is in the calendar of a price: a value from a time on, or until one, or both. */
const Change = Type.Object({ at: Type.Optional(Timestamp), value: Type.Number(), valid_until: Type.Optional(Timestamp) }, strict);
export type ChangeRow = Static<typeof Change>;

const rows = {
  characteristic: Type.Object(
    {
      kind: Type.Literal('characteristic'),
      name: Text,
      attribute: Type.Optional(Text),
      value: Text,
      unit_of_measure: OneOf(unitsOfMeasure),
    },
    strict,
  ),
  price: Type.Object(
    {
      kind: Type.Literal('price'),
      name: Text,
      value: Type.Number(),
      unit: Type.Optional(Text),
      currency: OneOf(currencies),
      charge: Type.Optional(Nullable(ChargeInput)),
      changes: Type.Optional(Type.Array(Change, { maxItems: 50 })),
    },
    strict,
  ),
  specification: Type.Object(
    {
      kind: Type.Literal('specification'),
      name: Text,
      characteristics: names(1),
    },
    strict,
  ),
  category: Type.Object(
    {
      kind: Type.Literal('category'),
      /** With those that it is in, as in category-path.ts. */
      name: Text,
      sort_order: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      description: nullable,
      external_id: nullable,
    },
    strict,
  ),
  offering: Type.Object(
    {
      kind: Type.Literal('offering'),
      external_id: nullable,
      name: Text,
      description: nullable,
      specifications: Type.Optional(names(0)),
      prices: Type.Optional(names(0)),
      sales_channels: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
      categories: Type.Optional(Type.Array(Text, { maxItems: 20, uniqueItems: true })),
      lifecycle_status: Type.Optional(OneOf(['DRAFT', 'PUBLISHED'])),
      scheduled: Type.Optional(Type.Object({ action: OneOf(scheduledActions), at: Timestamp }, strict)),
    },
    strict,
  ),
};

type CharacteristicRow = Static<typeof rows.characteristic>;
type PriceRow = Static<typeof rows.price>;
type SpecificationRow = Static<typeof rows.specification>;
export type CategoryRow = Static<typeof rows.category>;
export type OfferingRow = Static<typeof rows.offering>;
export type Row = CharacteristicRow | PriceRow | SpecificationRow | CategoryRow | OfferingRow;

/** Kinds whose rows have no lists, and so can stand in a table. */
export const plainKinds = ['characteristic', 'price', 'category'] as const;
export type PlainKind = (typeof plainKinds)[number];

/** The fields of such a row that can stand in a table, which are the thing's own under the same names. */
export const plainFields = (kind: PlainKind): string[] =>
  Object.keys(rows[kind].properties).filter((field) => field !== 'kind' && field !== 'changes');

/** Why a row is refused: a code to act on, a sentence, and the field at fault. */
export class RowRefusal extends Error {
  readonly code: string;
  readonly details: { field?: string };

  constructor(code: string, message: string, field?: string) {
    super(message);
    this.name = 'RowRefusal';
    this.code = code;
    this.details = field === undefined ? {} : { field };
  }
}

const checks = Object.fromEntries(kinds.map((kind) => [kind, bodyCheck(rows[kind])])) as Record<Kind, (value: unknown) => unknown>;

/** Checks the shape only; allowed values are decided by the rules of the services. */
export function rowFrom(value: unknown): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RowRefusal('MALFORMED_ROW', 'A row is a JSON object');
  const { kind } = value as { kind?: unknown };
  if (!isKind(kind)) throw new RowRefusal('MALFORMED_ROW', `kind must be one of ${kinds.join(', ')}`, 'kind');
  return checks[kind](value) as Row;
}

export const isKind = (kind: unknown): kind is Kind => kinds.some((one) => one === kind);
