/** Wires the identity service and runs it. */
import { authenticatorWith, createApp, runService, serve } from '@catalog/http/server';
import { openServiceDatabase } from '@catalog/postgres';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { keySource, signingKeys } from './keys/index.ts';
import { createPasswords } from './passwords/index.ts';
import { retentionWith } from './table-retention.ts';
import { createTokenIssuer, longestLife, openRevocations, serviceClientsFrom } from './tokens/index.ts';
import { addFirstUsers } from './users/index.ts';

await runService(async (resources) => {
  const config = readConfig();
  const source = await keySource(config);
  const tokenSeconds = longestLife(config.TOKEN_LIFETIME_SECONDS);
  const keys = signingKeys(await source.read(), { tokenSeconds });
  resources.adopt(source.follow(keys), (polling) => polling.stop());
  const checkClient = serviceClientsFrom(config.SERVICE_CLIENTS, { shortestSecret: config.ENVIRONMENT === 'production' ? 16 : 1 });
  const expected = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };

  const migrations = new URL('../migrations/', import.meta.url);
  const tables = retentionWith({ signInDays: config.SIGN_IN_RETENTION_DAYS });
  const { database, health } = await openServiceDatabase({ url: config.DATABASE_URL, migrations, tables }, resources);
  const revocations = await openRevocations(database, { tokenSeconds });
  resources.adopt(revocations.follow(), (polling) => polling.stop());
  const passwords = await createPasswords();
  await addFirstUsers(database, passwords, config);

  const app = createApp({
    api,
    handlers: handlers({
      database,
      passwords,
      keys,
      revocations,
      issueToken: createTokenIssuer(keys, expected),
      checkClient,
      lockout: { afterFailures: config.LOCKOUT_AFTER_FAILURES, firstSeconds: config.LOCKOUT_FIRST_SECONDS },
      lifetimes: {
        tokenSeconds: config.TOKEN_LIFETIME_SECONDS,
        refreshSeconds: config.REFRESH_TOKEN_LIFETIME_SECONDS,
        sessionSeconds: config.SESSION_LIFETIME_SECONDS,
      },
      now: () => new Date().toISOString(),
    }),
    authenticate: authenticatorWith(async () => ({ findKey: keys.find, isRevoked: revocations.isRevoked }), expected),
    health: { database: health.check },
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
