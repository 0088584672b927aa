/** Turns the texts of a query, a path or an environment into what a schema wants of them; a text that does not plainly say such a thing stays text, to be refused. */
import type { TObject } from 'typebox';

export const valuesOfTexts = (texts: Record<string, unknown>, { properties }: TObject): Record<string, unknown> =>
  Object.fromEntries(Object.entries(texts).map(([name, given]) => [name, valueOf(given, properties[name] ?? {})]));

type Schema = { type?: unknown; items?: Schema };

function valueOf(given: unknown, schema: Schema): unknown {
  if (schema.type === 'array') return [given].flat().map((one) => valueOf(one, schema.items ?? {}));
  if (typeof given !== 'string') return given;
  switch (schema.type) {
    case 'integer':
    case 'number': return plainDecimal.test(given) ? Number(given) : given;
    case 'boolean': return given === 'true' || (given === 'false' ? false : given);
    default: return given;
  }
}

/** In the digits that everybody reads alike, and of a length that a number keeps exactly: what JavaScript takes for a number beside that (`Infinity`, `1e9`, `0x2`, blanks) is none. */
const plainDecimal = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;
