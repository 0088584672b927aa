/** Makes an example value of a schema, for documents: the schema's own example where it gives one, else one that satisfies it. */
import type { TSchema } from 'typebox';

type Schema = {
  type?: string;
  format?: string;
  minimum?: number;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  examples?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
};

export const exampleOf = (schema: TSchema): unknown => example(schema);

function example(schema: Schema): unknown {
  const [given] = [...(schema.examples ?? []), ...(schema.enum ?? [])];
  if (given !== undefined) return given;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.anyOf) return schema.anyOf.some(({ type }) => type === 'null') ? null : example(schema.anyOf[0]!);
  switch (schema.type) {
    case 'object':
      return objectLike(schema);
    case 'array':
      return schema.items ? [example(schema.items)] : [];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return text(schema);
  }
}

/** Without optional properties, unless they have an example. */
function objectLike({ properties = {}, required = [] }: Schema): object {
  const shown = Object.entries(properties).filter(([name, property]) => required.includes(name) || property.examples !== undefined);
  return Object.fromEntries(shown.map(([name, property]) => [name, example(property)]));
}

function text({ format }: Schema): string {
  if (format === 'uuid') return '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a';
  return format === 'date-time' ? '2026-01-15T10:30:00.000Z' : 'text';
}
