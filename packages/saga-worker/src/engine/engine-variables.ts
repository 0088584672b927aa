/** Encodes variables for the engine: lists and records as JSON text, because its JSON type needs a plugin that not every engine has. */

export type EngineVariable = { type: 'Integer' | 'String' | 'Bytes'; value: string | number };
export type Encodable = string | number | readonly string[] | Record<string, string>;

/** The engine keeps longer text as bytes only. */
const TEXT_LENGTH = 4000;

export const engineVariables = (variables: Record<string, Encodable>): Record<string, EngineVariable> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, engineVariable(value)]));

function engineVariable(value: Encodable): EngineVariable {
  if (typeof value === 'number') return { type: 'Integer', value };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= TEXT_LENGTH) return { type: 'String', value: text };
  return { type: 'Bytes', value: Buffer.from(text).toString('base64') };
}
