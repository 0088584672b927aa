/** The HTTP contract of characteristics. */
import { Characteristic, Line, NAME_LENGTH, OneOf, unitsOfMeasure, VALUE_LENGTH } from '@catalog/contracts';
import { crudOperations, defineApi, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

const lettersAndSuch = 'of letters, digits and spaces of any language, and - / . _ + ( )';

export const CharacteristicInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: `Unique in any case; ${lettersAndSuch}`, examples: ['Speed 100'] }),
    attribute: Type.Optional(
      Line(NAME_LENGTH, {
        about: `What it measures or tells; the name if absent; ${lettersAndSuch}`,
        examples: ['Speed'],
      }),
    ),
    value: Line(VALUE_LENGTH, { about: 'A plain decimal number unless the unit is Unit or None', examples: ['100'] }),
    unit_of_measure: OneOf(unitsOfMeasure, { examples: ['Mbps'] }),
  },
  { additionalProperties: false },
);
export type CharacteristicInput = Static<typeof CharacteristicInput>;

export const CharacteristicQuery = listQuery(['name', 'attribute', 'created_at', 'updated_at'], {
  attribute: Type.Optional(Type.String({ description: 'The whole attribute, in any case' })),
  unit_of_measure: Type.Optional(OneOf(unitsOfMeasure)),
});
export type CharacteristicQuery = Static<typeof CharacteristicQuery>;

const crud = crudOperations({
  one: 'a characteristic',
  many: 'characteristics',
  path: '/api/v1/characteristics',
  readers: ['ADMIN', 'USER', 'SERVICE'],
  writers: ['ADMIN'],
  input: CharacteristicInput,
  item: Characteristic,
  detail: Characteristic,
  query: CharacteristicQuery,
});

export const api = defineApi({
  title: 'Characteristic service',
  description: 'Characteristics: the single attributes, with value and unit, that specifications are made of.',
  operations: {
    createCharacteristic: { ...crud.create, errors: ['NAME_TAKEN'] },
    listCharacteristics: crud.list,
    getCharacteristic: crud.get,
    getCharacteristicImpact: crud.impact,
    replaceCharacteristic: { ...crud.replace, errors: ['NAME_TAKEN'] },
    deleteCharacteristic: { ...crud.remove, summary: 'Delete a characteristic that nothing uses', errors: ['IN_USE'] },
  },
});
