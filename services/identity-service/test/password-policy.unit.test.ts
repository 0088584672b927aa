import { expect } from 'chai';
import { rejectionOf } from '../../../test/support/rejection.ts';
import { requireGoodPassword } from '../src/password-policy.ts';

describe('A new password', () => {
  it('is long rather than contrived', () => {
    for (const password of ['correct horse', 'a long secret', 'x9!aB2cD3e', 'ada likes long sentences', 'ş'.repeat(20) + 'abcd']) {
      expect(() => requireGoodPassword(password, 'ada')).not.to.throw();
    }
  });

  it('is refused, with the reason, when it is short, too long for bcrypt, monotonous or made of the name', () => {
    const faults: [string, RegExp][] = [
      ['short one', /at least 10 characters/],
      ['😀😁😂🤣😃', /at least 10 characters/],
      ['abcde'.repeat(15), /at most 72 bytes/],
      ['şğıöç'.repeat(8), /at most 72 bytes/],
      ['abababababab', /5 different/],
      ['Lovelace1Lovelace', /username/],
    ];
    for (const [password, reason] of faults) {
      const refused = rejectionOf(() => requireGoodPassword(password, 'lovelace'));
      expect(refused).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'password' } });
      expect(refused.message).to.match(reason);
    }
  });
});
