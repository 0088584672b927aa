/** A new signing key as JWT_PRIVATE_KEY wants it. */
import { generateKeyPairSync } from 'node:crypto';

export const encodedKey = (type: 'rsa' | 'ec' = 'rsa', bits = 2048): string => {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })).toString('base64');
};
