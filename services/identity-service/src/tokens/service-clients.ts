/** Checks the client credentials of services. */
import { Rejection } from '@catalog/contracts';
import { BadEnvironment } from '@catalog/http/server';
import { createHash, timingSafeEqual } from 'node:crypto';

/** Refuses with INVALID_CREDENTIALS; how long it takes tells nothing about the secret. */
export type CheckClient = (credentials: { client_id: string; client_secret: string }) => void;

/** `json` is an object of client id → secret. */
export function serviceClientsFrom(json: string, { shortestSecret }: { shortestSecret: number }): CheckClient {
  const secrets = secretsIn(json);
  const guessable = Object.keys(secrets).filter((id) => secrets[id]!.length < shortestSecret);
  if (guessable.length > 0) {
    const fault = `SERVICE_CLIENTS has secrets of less than ${shortestSecret} characters: ${guessable.join(', ')}`;
    throw new BadEnvironment(`${fault}; make one with: openssl rand -hex 32`);
  }
  const digests = new Map(Object.entries(secrets).map(([id, secret]) => [id, digest(secret)]));
  return ({ client_id, client_secret }) => {
    const expected = digests.get(client_id);
    const isRight = timingSafeEqual(digest(client_secret), expected ?? digest(''));
    if (!expected || !isRight) throw new Rejection('INVALID_CREDENTIALS', 'Client id or secret is wrong');
  };
}

function secretsIn(json: string): Record<string, string> {
  const given = parsed(json);
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (!isRecord || !Object.values(given).every((secret) => typeof secret === 'string')) {
    throw new BadEnvironment('SERVICE_CLIENTS must be a JSON object of client id and secret: {"store-service": "…"}');
  }
  return given as Record<string, string>;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
