/** Parses the texts of a query, a path or an environment into the types of a schema; what does not parse stays text, to be refused. */
import type { TObject } from 'typebox';

export const parseTexts = (texts: Record<string, unknown>, { properties }: TObject): Record<string, unknown> =>
  Object.fromEntries(Object.entries(texts).map(([name, given]) => [name, parse(given, properties[name] ?? {})]));

type Schema = { type?: unknown; items?: Schema };

function parse(given: unknown, schema: Schema): unknown {
  if (schema.type === 'array') return [given].flat().map((one) => parse(one, schema.items ?? {}));
  if (typeof given !== 'string') return given;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return plainDecimal.test(given) ? Number(given) : given;
    case 'boolean':
      return given === 'true' || (given === 'false' ? false : given);
    default:
      return given;
  }
}

/** Short enough that a number keeps it exactly. What else JavaScript takes for a number (`Infinity`, `1e9`, `0x2`, blanks) is refused. */
const plainDecimal = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;
