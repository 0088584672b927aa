/** What the offering service takes from its environment. */
import { readEnvironment } from '@catalog/http/server';
import { sagaEnvironment, sagaSettings, writeSideEnvironment } from '@catalog/write-side';
import Type from 'typebox';

/** What whoever installs it may set. */
export const settings = {
  ...sagaSettings,
  PUBLICATION_DEADLINE_SECONDS: Type.Integer({
    minimum: 1,
    default: 120,
    description: 'how long a publication may take before it is undone',
  }),
  PUBLICATION_REPAIR_SECONDS: Type.Integer({
    minimum: 1,
    default: 30,
    description: 'how long a publication goes unlooked at before it is checked that its process still exists',
  }),
};

export const readConfig = () =>
  readEnvironment(
    Type.Object({
      ...writeSideEnvironment,
      ...sagaEnvironment,
      ...settings,
      CHARACTERISTIC_SERVICE_URL: Type.String({ format: 'uri' }),
      SPECIFICATION_SERVICE_URL: Type.String({ format: 'uri' }),
      PRICING_SERVICE_URL: Type.String({ format: 'uri' }),
    }),
  );
