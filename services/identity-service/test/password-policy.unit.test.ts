import type { Rejection } from '@catalog/contracts';
import { expect } from 'chai';
import { enforcePasswordPolicy } from '../src/passwords/password-policy.ts';

const refusalOf = (password: string) =>
  enforcePasswordPolicy(password, 'lovelace').then(
    () => undefined,
    (error: Rejection) => error,
  );

describe('A new password', () => {
  it('is long rather than contrived', async () => {
    for (const password of [
      'correct horse',
      'a long secret',
      'long enough',
      'another one',
      'x9!aB2cD3e',
      'lovelace likes long sentences',
    ]) {
      expect(await refusalOf(password), password).to.equal(undefined);
    }
  });

  it('is refused, with the reason, when it is short, too long for bcrypt, guessed early, or made of the words of the place', async () => {
    const faults: Record<string, RegExp> = {
      'short one': /at least 10 characters/,
      '😀😁😂🤣😃': /at least 10 characters/,
      [`${'abcde'.repeat(15)}`]: /at most 72 bytes/,
      [`${'şğıöç'.repeat(8)}`]: /at most 72 bytes/,
      ...Object.fromEntries(
        ['password12', '1234567890', 'qwertyuiop', 'iloveyou123', 'p4ssw0rd2024', 'aaaaaaaaaaaa', 'abababababab'].map((one) => [
          one,
          /guessed first/,
        ]),
      ),
      ...Object.fromEntries(
        ['Lovelace1Lovelace', 'product-catalog', 'Product Catalog 1', 'lovelace-catalog', 'identity-service'].map((one) => [
          one,
          /made of the username/,
        ]),
      ),
    };
    for (const [password, reason] of Object.entries(faults)) {
      const refused = await refusalOf(password);
      expect(refused, password).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'password' } });
      expect(refused!.message).to.match(reason);
    }
  });
});
