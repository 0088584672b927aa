/** An identity service for tests: a key set served over HTTP, and tokens of each role signed with it. */
import type { Role } from '@catalog/contracts';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type TokenIssuer = {
  jwksUrl: string;
  /** An Authorization header. `claims` override what a good token says. */
  bearer(role: Role, claims?: { subject?: string; issuer?: string; audience?: string; expiresAt?: number }): Promise<string>;
  stop(): Promise<void>;
};

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }] };
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    bearer: async (role, claims = {}) => {
      const token = await new SignJWT({ username: role.toLowerCase(), role })
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .setSubject(claims.subject ?? `${role.toLowerCase()}-1`)
        .setIssuer(claims.issuer ?? 'product-catalog')
        .setAudience(claims.audience ?? 'product-catalog')
        .setIssuedAt()
        .setExpirationTime(claims.expiresAt ?? Math.floor(Date.now() / 1000) + 600)
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
