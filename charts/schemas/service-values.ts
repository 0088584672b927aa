/** The values of a service's chart: what every service has, and the settings that this one reads. */
import Type, { type TProperties } from 'typebox';
import { commonValues } from './common-values.ts';
import { GlobalValues } from './global-values.ts';
import { Values } from './kubernetes.ts';

const Setting = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
const common = { ...commonValues, global: GlobalValues };

/** Of the library itself, whose values are the defaults of all. */
export const libraryValues = Values({ ...common, settings: Type.Record(Type.String(), Setting) });

export const serviceValues = (settings: readonly string[], own: TProperties = {}) =>
  Values({
    ...common,
    ...own,
    settings: Values(Object.fromEntries(settings.map((name) => [name, Setting]))),
    'catalog-service': Type.Object({}),
  });
