/** How a price is charged: once, by the period, or by what is used. */
import Type, { type Static } from 'typebox';
import { OneOf } from '../../schema.ts';

export const chargeTypes = ['one-time', 'recurring', 'usage'] as const;
export type ChargeType = (typeof chargeTypes)[number];
export const periodUnits = ['day', 'week', 'month', 'year'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

export const MOST_PERIODS = 366;
export const LONGEST_COMMITMENT = 120;
export const PER_LENGTH = 30;

const period = { count: Type.Integer({ minimum: 1, maximum: MOST_PERIODS }), unit: OneOf(periodUnits) };
const type = OneOf(chargeTypes, { examples: ['recurring'] });
const per = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: PER_LENGTH,
    description:
      "What it is charged for each of; a charge by usage must have it. Letters, digits, spaces and . - & + ', no words for periods.",
    examples: ['SIM'],
  }),
);
const for_months = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: LONGEST_COMMITMENT,
    description: 'Of a recurring charge alone: the months it is agreed for. It is charged no longer.',
    examples: [24],
  }),
);
const aboutEvery = { description: 'Of a recurring charge alone, which must have it.' };

export const Charge = Type.Object({ type, every: Type.Optional(Type.Object(period, aboutEvery)), per, for_months });
export type Charge = Static<typeof Charge>;

/** As people write it: with nothing that is not known. */
export const ChargeInput = Type.Object(
  { type, every: Type.Optional(Type.Object(period, { ...aboutEvery, additionalProperties: false })), per, for_months },
  { additionalProperties: false },
);
