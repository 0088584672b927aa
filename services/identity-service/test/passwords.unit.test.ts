import { expect } from 'chai';
import { createPasswords } from '../src/passwords/passwords.ts';

describe('Passwords', () => {
  it('are hashed with bcrypt of cost 12, each with a salt of its own, and matched by themselves only', async () => {
    const { hash, matches } = await createPasswords();
    const [one, other] = await Promise.all([hash('correct horse'), hash('correct horse')]);
    expect(one)
      .to.match(/^\$2b\$12\$/)
      .and.not.equal(other);
    expect(await matches('correct horse', one)).to.equal(true);
    expect(await matches('correct horsf', one)).to.equal(false);
  });

  it('of a user who does not exist match nothing, and take as long to check', async () => {
    const { hash, matches } = await createPasswords();
    const stored = await hash('correct horse');
    const timed = async (password: string, against: string | undefined) => {
      const start = performance.now();
      expect(await matches(password, against)).to.equal(false);
      return performance.now() - start;
    };
    const known = Math.min(await timed('wrong', stored), await timed('wrong', stored));
    const unknown = Math.min(await timed('wrong', undefined), await timed('wrong', undefined));
    expect(unknown).to.be.above(known / 3);
  });

  it('over 72 bytes are refused, as bcrypt would look at the first 72 only', async () => {
    const { hash, matches } = await createPasswords();
    expect(await hash('x'.repeat(72))).to.be.a('string');
    for (const long of ['x'.repeat(73), 'ş'.repeat(37)]) {
      expect(await hash(long).catch((error: { code: string }) => error.code)).to.equal('VALIDATION_ERROR');
      expect(await matches(long, undefined).catch((error: { code: string }) => error.code)).to.equal('VALIDATION_ERROR');
    }
  });

  it('are checked a few at a time, and not at all when too many wait', async () => {
    const { hash } = await createPasswords({ atOnce: 1, waiting: 1 });
    const outcome = (password: string) =>
      hash(password).then(
        () => 'hashed',
        (error: { code: string }) => error.code,
      );
    const outcomes = await Promise.all(['a', 'b', 'c'].map(outcome));
    expect(outcomes).to.eql(['hashed', 'hashed', 'SERVICE_UNAVAILABLE']);
    expect(await hash('d')).to.be.a('string');
  });

  it('are not checked for who has waited too long; the others have their turn', async () => {
    const { hash } = await createPasswords({ atOnce: 1, waiting: 9, waitLimitMs: 1 });
    const outcome = (password: string) =>
      hash(password).then(
        () => 'hashed',
        (error: { code: string }) => error.code,
      );
    expect(await Promise.all(['a', 'b', 'c'].map(outcome))).to.eql(['hashed', 'SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE']);
    expect(await outcome('d')).to.equal('hashed');
  });
});
