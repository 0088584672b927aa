/** Compares two OpenAPI documents of one service: what a client of the old one sends and reads must still be taken and be there. */

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
} & Partial<
  Record<'minimum' | 'exclusiveMinimum' | 'maximum' | 'exclusiveMaximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems', number>
>;
type Content = { content?: Record<string, { schema?: Schema }> };
type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
type Operation = { parameters?: Parameter[]; requestBody?: Content & { required?: boolean }; responses: Record<string, Content> };
export type ApiDocument = { paths: Record<string, Record<string, Operation>> };

/** Where the new document would break a client of the old one, and how; empty if nowhere. */
export const incompatibilities = (old: ApiDocument, current: ApiDocument): string[] =>
  Object.entries(old.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const place = `${method.toUpperCase()} ${path}`;
      const same = current.paths[path]?.[method];
      return same ? operationFaults(operation, same, place) : [`${place}: gone`];
    }),
  );

function operationFaults(old: Operation, current: Operation, place: string): string[] {
  const named = (parameters: Parameter[] = []) => new Map(parameters.map((one) => [`${one.in} ${one.name}`, one]));
  const [before, now] = [named(old.parameters), named(current.parameters)];
  return [
    ...[...before].flatMap(([name, { schema }]) => {
      const same = now.get(name);
      return same ? taken(schema, same.schema, `${place} ${name}`) : [`${place} ${name}: gone`];
    }),
    ...[...now].filter(([name, { required }]) => required && !before.get(name)?.required).map(([name]) => `${place} ${name}: needed now`),
    ...taken(bodyOf(old.requestBody), bodyOf(current.requestBody), `${place} body`),
    ...(current.requestBody?.required && !old.requestBody?.required ? [`${place} body: needed now`] : []),
    ...Object.entries(old.responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, reply]) =>
        current.responses[status]
          ? given(bodyOf(reply), bodyOf(current.responses[status]), `${place} ${status}`)
          : [`${place} ${status}: gone`],
      ),
  ];
}

const bodyOf = (content: Content | undefined): Schema => content?.content?.['application/json']?.schema ?? {};

/** What clients send: each thing that was taken is taken still. */
const taken = (old: Schema, current: Schema, place: string): string[] =>
  matched(alternativesOf(old), alternativesOf(current), (before, now) => [
    ...typesOf(before).flatMap((type) => (typesOf(now).includes(type) || isAny(now) ? [] : [`${place}: no ${type} any more`])),
    ...valuesOf(before).flatMap((value) =>
      isAny(now) || !hasValues(now) || valuesOf(now).includes(value) ? [] : [`${place}: not ${value}`],
    ),
    ...(!hasValues(before) && hasValues(now) ? [`${place}: only some values now`] : []),
    ...narrowed(before, now).map((limit) => `${place}: narrower ${limit}`),
    ...(now.required ?? []).filter((name) => !before.required?.includes(name)).map((name) => `${place}.${name}: needed now`),
    ...within(before, now, place, taken),
  ]);

/** What clients read: all that was there is there still, and nothing else in its place. */
const given = (old: Schema, current: Schema, place: string): string[] =>
  matched(alternativesOf(current), alternativesOf(old), (now, before) => [
    ...(isAny(before) ? [] : typesOf(now).flatMap((type) => (typesOf(before).includes(type) ? [] : [`${place}: a ${type} now`]))),
    ...(hasValues(before)
      ? valuesOf(now)
          .filter((value) => !valuesOf(before).includes(value))
          .map((value) => `${place}: ${value} now`)
      : []),
    ...(before.required ?? []).filter((name) => !now.required?.includes(name)).map((name) => `${place}.${name}: not always there`),
    ...within(before, now, place, given),
  ]);

/** An exclusive limit is a little narrower than one that is not. */
function narrowed(before: Schema, now: Schema): string[] {
  const least = ({ minimum = -Infinity, exclusiveMinimum = -Infinity }: Schema) => Math.max(minimum, exclusiveMinimum + Number.EPSILON);
  const most = ({ maximum = Infinity, exclusiveMaximum = Infinity }: Schema) => Math.min(maximum, exclusiveMaximum - Number.EPSILON);
  return [
    ...(least(now) > least(before) ? ['minimum'] : []),
    ...(most(now) < most(before) ? ['maximum'] : []),
    ...(['minLength', 'minItems'] as const).filter((limit) => (now[limit] ?? 0) > (before[limit] ?? 0)),
    ...(['maxLength', 'maxItems'] as const).filter((limit) => (now[limit] ?? Infinity) < (before[limit] ?? Infinity)),
  ];
}

const within = (before: Schema, now: Schema, place: string, compare: typeof taken): string[] => [
  ...Object.entries(before.properties ?? {}).flatMap(([name, schema]) => {
    const same = now.properties?.[name];
    return same ? compare(schema, same, `${place}.${name}`) : [`${place}.${name}: gone`];
  }),
  ...(before.items && now.items ? compare(before.items, now.items, `${place}[]`) : []),
];

/** Each of the first must fit one of the second; of those that do not, the nearest tells why. */
const matched = (first: Schema[], second: Schema[], faults: (one: Schema, other: Schema) => string[]): string[] =>
  first.flatMap((one) => second.map((other) => faults(one, other)).reduce((best, found) => (found.length < best.length ? found : best)));

const alternativesOf = (schema: Schema): Schema[] => schema.anyOf?.flatMap(alternativesOf) ?? [schema];
const typesOf = ({ type = [] }: Schema): string[] => [type].flat();
const isAny = (schema: Schema): boolean => schema.type === undefined && !hasValues(schema);
const hasValues = (schema: Schema): boolean => schema.enum !== undefined || schema.const !== undefined;
const valuesOf = (schema: Schema): string[] => (schema.enum ?? [schema.const]).filter((value) => value !== undefined).map(String);
