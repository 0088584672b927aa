/** The HTTP contract of characteristics. */
import { Characteristic, lineInWords, nameInWords, OneOf, unitsOfMeasure, Uuid, VALUE_LENGTH } from '@catalog/contracts';
import { defineApi, listQuery, Page } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

const PATH = '/api/v1/characteristics';
const Id = Type.Object({ id: Uuid });
const lettersAndSuch = 'letters, digits and spaces of any language, and - / . _ + ( )';

export const CharacteristicInput = Type.Object({
  name: Type.String({ description: `Unique in any case; ${nameInWords}: ${lettersAndSuch}`, examples: ['Speed 100'] }),
  attribute: Type.Optional(Type.String({
    description: 'What it measures or tells; the name if absent. Written as names are, but need not be unique',
    examples: ['Speed'],
  })),
  value: Type.String({
    description: `At most ${VALUE_LENGTH} characters ${lineInWords}; a plain decimal number unless the unit is Unit or None`, examples: ['100'],
  }),
  unit_of_measure: OneOf(unitsOfMeasure, { examples: ['Mbps'] }),
}, { additionalProperties: false });
export type CharacteristicInput = Static<typeof CharacteristicInput>;

export const sortings = [
  'name', '-name', 'attribute', '-attribute', 'created_at', '-created_at', 'updated_at', '-updated_at', 'id',
] as const;

export const CharacteristicQuery = Type.Object({
  ...listQuery,
  sort: OneOf(sortings, { default: 'name' }),
  attribute: Type.Optional(Type.String({ description: 'The whole attribute, in any case' })),
  unit_of_measure: Type.Optional(OneOf(unitsOfMeasure)),
});
export type CharacteristicQuery = Static<typeof CharacteristicQuery>;

export const api = defineApi({
  title: 'Characteristic service',
  description: 'Characteristics: the single attributes, with value and unit, that specifications are made of.',
  operations: {
    createCharacteristic: {
      method: 'POST', path: PATH, summary: 'Create a characteristic', access: ['ADMIN'],
      body: CharacteristicInput, replies: { 201: Characteristic }, idempotent: true, errors: ['NAME_TAKEN'],
    },
    listCharacteristics: {
      method: 'GET', path: PATH, summary: 'List characteristics', access: ['ADMIN', 'USER', 'SERVICE'],
      query: CharacteristicQuery, replies: { 200: Page(Characteristic) },
    },
    getCharacteristic: {
      method: 'GET', path: `${PATH}/{id}`, summary: 'Read a characteristic', access: ['ADMIN', 'USER', 'SERVICE'],
      params: Id, replies: { 200: Characteristic },
    },
    replaceCharacteristic: {
      method: 'PUT', path: `${PATH}/{id}`, summary: 'Change a characteristic', access: ['ADMIN'],
      params: Id, body: CharacteristicInput, replies: { 200: Characteristic }, errors: ['NAME_TAKEN'],
    },
    deleteCharacteristic: {
      method: 'DELETE', path: `${PATH}/{id}`, summary: 'Delete a characteristic that nothing uses', access: ['ADMIN'],
      params: Id, replies: { 204: null }, errors: ['IN_USE'],
    },
  },
});
