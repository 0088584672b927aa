/** What the specification service takes from its environment. */
import { readEnvironment } from '@catalog/http/server';
import { sagaEnvironment, writeSideEnvironment } from '@catalog/write-side';
import Type from 'typebox';

export { sagaSettings as settings } from '@catalog/write-side';

export const readConfig = () =>
  readEnvironment(
    Type.Object({
      ...writeSideEnvironment,
      ...sagaEnvironment,
      CHARACTERISTIC_SERVICE_URL: Type.String({ format: 'uri' }),
    }),
  );
