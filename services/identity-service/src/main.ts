/** Wires the identity service and runs it. */
import { authenticatorWith, createApp, runService, serve } from '@catalog/http/server';
import { connect, migrate, row, sql } from '@catalog/postgres';
import { createLocalJWKSet } from 'jose';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { addFirstUsers } from './first-users.ts';
import { handlers } from './handlers.ts';
import { createPasswords } from './passwords.ts';
import { serviceClientsFrom } from './service-clients.ts';
import { signingKeysFrom } from './signing-keys.ts';
import { createTokenIssuer } from './tokens.ts';

await runService(async (resources) => {
  const config = readConfig();
  const keys = await signingKeysFrom(config.JWT_PRIVATE_KEY);
  const checkClient = serviceClientsFrom(config.SERVICE_CLIENTS);
  const expected = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };

  const database = resources.adopt(await connect(config.DATABASE_URL), (pool) => pool.end());
  await migrate(database, new URL('../migrations/', import.meta.url));
  const passwords = await createPasswords();
  await addFirstUsers(database, passwords, config);

  const app = createApp({
    api,
    handlers: handlers({
      database,
      passwords,
      keys,
      issueToken: createTokenIssuer(keys, expected),
      checkClient,
      lifetimes: { tokenSeconds: config.TOKEN_LIFETIME_SECONDS, refreshSeconds: config.REFRESH_TOKEN_LIFETIME_SECONDS },
      now: () => new Date().toISOString(),
    }),
    authenticate: authenticatorWith(createLocalJWKSet(keys.jwks), expected),
    health: { database: () => database.one(sql.type(row())`select 1`) },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
