/** What people send of an offering and its revisions, and what they are answered beside them. */
import {
  CHANNEL_LENGTH,
  DESCRIPTION_LENGTH,
  EXTERNAL_ID_LENGTH,
  lifecycleStatuses,
  Line,
  NAME_LENGTH,
  Offering,
  OneOf,
  Schedule,
  Uuid,
} from '@catalog/contracts';
import Type, { type Static } from 'typebox';

export const Nothing = Type.Object({}, { additionalProperties: false });
const idList = (of: string) => Type.Optional(Type.Array(Uuid, { maxItems: 100, uniqueItems: true, description: `Ids of ${of}` }));

export const OfferingInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: 'What customers see', examples: ['Home Fibre 100'] }),
    description: Type.Optional(
      Type.Union([
        Type.String({
          maxLength: DESCRIPTION_LENGTH,
          description: 'May have several lines: stored with \\n between them, without white space at its ends, null if nothing is left',
        }),
        Type.Null(),
      ]),
    ),
    external_id: Type.Optional(Type.Union([Line(EXTERNAL_ID_LENGTH, { about: 'Unique' }), Type.Null()])),
    specification_ids: idList('specifications'),
    pricing_ids: idList('prices'),
    sales_channels: Type.Optional(
      Type.Array(Line(CHANNEL_LENGTH, { about: 'The name of a channel' }), {
        maxItems: 20,
        description: 'Where the store shows it: each once, in whatever case',
        examples: [['online', 'retail']],
      }),
    ),
    category_ids: Type.Optional(Type.Array(Uuid, { maxItems: 20, uniqueItems: true, description: 'Ids of the categories that it is in' })),
  },
  { additionalProperties: false, description: 'A draft needs a name only; what is left out is empty.' },
);
export type OfferingInput = Static<typeof OfferingInput>;

export const OfferingDetail = Type.Object({
  ...Offering.properties,
  changed_since_publish: Type.Optional(
    Type.Boolean({ description: 'Of what is published: whether something it refers to has changed since customers first saw it' }),
  ),
});
export type OfferingDetail = Static<typeof OfferingDetail>;

export const Obstacle = Type.Object(
  {
    code: Type.String({ examples: ['NO_PRICE'] }),
    field: Type.String({ examples: ['pricing_ids'] }),
    message: Type.String({ examples: ['It needs at least one price'] }),
    ids: Type.Optional(Type.Array(Uuid)),
  },
  { description: 'Why an offering cannot be published: a code to act on, the field it concerns, and the ids at fault.' },
);
export type Obstacle = Static<typeof Obstacle>;

export const Publishability = Type.Object({ publishable: Type.Boolean(), reasons: Type.Array(Obstacle) });

export const PublicationStarted = Type.Object({
  message: Type.String(),
  saga_id: Uuid,
  offering_id: Uuid,
  status: Type.Literal('PUBLISHING'),
});

export const When = Type.Object(
  {
    at: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'When to do it: in the future, with a zone, at most two years ahead. Now, if left out.',
        examples: ['2026-12-01T00:00:00Z'],
      }),
    ),
  },
  { additionalProperties: false },
);

export const Scheduled = Type.Object({
  message: Type.String({ examples: ['Due to publish at 2026-12-01T00:00:00.000Z'] }),
  offering_id: Uuid,
  status: OneOf(lifecycleStatuses),
  scheduled: Schedule,
});
export type Scheduled = Static<typeof Scheduled>;
