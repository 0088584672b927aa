/** Makes the JSON Schema validators that all of the catalog checks with, and what an id and a time may look like in them. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

// Narrower than the standard formats. An id is written in one way, so that comparing ids is comparing text; the year 0 and offsets of
// 16 hours are no times to Postgres.
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const storableTime = /^(?!0000)(?!.*[+-](1[6-9]|2\d)(:?\d\d)?$)/;

/** 24.99 / 0.01 is 2498.9999999999995: what is looked at of it, for prices up to 100 million. */
const DECIMALS_OF_A_QUOTIENT = 5;

export function createAjv(options: { allErrors: boolean; useDefaults?: boolean }): Ajv2020 {
  const ajv = new Ajv2020({ verbose: true, strictTypes: false, multipleOfPrecision: DECIMALS_OF_A_QUOTIENT, ...options });
  formats.default(ajv);
  const dateTime = formats.default.get('date-time') as { validate: (text: string) => boolean };
  ajv.addFormat('uuid', uuid);
  ajv.addFormat('date-time', (text: string) => storableTime.test(text) && dateTime.validate(text));
  return ajv;
}
