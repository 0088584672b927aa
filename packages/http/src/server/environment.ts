/** Reads environment variables into a typed record; names all faulty ones in one error. */
import { Rejection } from '@catalog/contracts';
import { textCheck } from '@catalog/validation';
import Type, { type Static, type TObject } from 'typebox';
import type { TokenSettings } from './auth/index.ts';

export class BadEnvironment extends Error {}

/** Empty variables count as absent. */
export function readEnvironment<S extends TObject>(schema: S, environment: NodeJS.ProcessEnv = process.env): Static<S> {
  const given = Object.fromEntries(
    Object.keys(schema.properties).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  try {
    return textCheck(schema, 'The environment')(given) as Static<S>;
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const faults = (error.details.errors ?? []).map(({ message }) => message);
    throw new BadEnvironment(`The environment is not complete: ${faults.join('; ')}`);
  }
}

/** What every service takes from the environment, to be spread into its own schema. */
export const serviceEnvironment = {
  SERVICE_NAME: Type.String({ minLength: 1 }),
  HOST: Type.String({ default: '0.0.0.0' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535 }),
  JWKS_URL: Type.String({ format: 'uri' }),
  JWT_ISSUER: Type.String({ default: 'product-catalog' }),
  JWT_AUDIENCE: Type.String({ default: 'product-catalog' }),
};

export const tokenSettings = (env: { JWKS_URL: string; JWT_ISSUER: string; JWT_AUDIENCE: string }): TokenSettings => ({
  jwksUrl: env.JWKS_URL,
  issuer: env.JWT_ISSUER,
  audience: env.JWT_AUDIENCE,
});
