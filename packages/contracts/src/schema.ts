/** The schemas that every contract shares. */
import Type, { type TSchema } from 'typebox';

export const Uuid = Type.String({ format: 'uuid' });
/** A point in time, always UTC: `2026-01-15T10:30:00.000Z`. */
export const Timestamp = Type.String({ format: 'date-time' });
export const Version = Type.Integer({ minimum: 1 });

export const Nullable = <S extends TSchema>(schema: S, options: Record<string, unknown> = {}) => Type.Union([schema, Type.Null()], options);
export const OneOf = <const V extends readonly string[]>(values: V, options: object = {}) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options });
