/** What the offering service takes from its environment. */
import { readEnvironment } from '@catalog/http/server';
import { sagaEnvironment, writeSideEnvironment } from '@catalog/write-side';
import Type from 'typebox';

export const readConfig = () =>
  readEnvironment(Type.Object({
    ...writeSideEnvironment,
    ...sagaEnvironment,
    SPECIFICATION_SERVICE_URL: Type.String({ format: 'uri' }),
    PRICING_SERVICE_URL: Type.String({ format: 'uri' }),
    PUBLICATION_DEADLINE_SECONDS: Type.Integer({ minimum: 1, default: 120 }),
    PUBLICATION_REPAIR_SECONDS: Type.Integer({ minimum: 1, default: 30 }),
  }));
