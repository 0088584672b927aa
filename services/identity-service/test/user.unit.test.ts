import { expect } from 'chai';
import { firstUsers } from '../src/users/first-users.ts';
import { changeUser, createUser, differences } from '../src/rules/user.ts';

describe('A user', () => {
  const now = '2026-01-15T10:30:00.000Z';
  const ada = createUser({ username: 'ada', password_hash: 'hash', role: 'ADMIN' }, { id: 'u-1', now: '2026-01-01T00:00:00.000Z' });

  it('begins enabled, in version 1', () => {
    expect(ada).to.include({ username: 'ada', role: 'ADMIN', disabled: false, version: 1, created_at: ada.updated_at });
  });

  it('changes in role, state and password, keeping the old password unless there is a new one', () => {
    const changed = changeUser(ada, { role: 'USER', disabled: true }, { administrators: ['u-1', 'u-2'], now });
    expect(changed).to.include({ role: 'USER', disabled: true, password_hash: 'hash', version: 2, updated_at: now });
    const again = changeUser(ada, { role: 'ADMIN', disabled: false, password_hash: 'new' }, { administrators: ['u-1'], now });
    expect(again.password_hash).to.equal('new');
  });

  it('who is the last administrator stays one, and enabled', () => {
    for (const wanted of [
      { role: 'USER' as const, disabled: false },
      { role: 'ADMIN' as const, disabled: true },
    ]) {
      expect(() => changeUser(ada, wanted, { administrators: ['u-1'], now }))
        .to.throw()
        .with.property('code', 'WRONG_STATE');
      expect(() => changeUser(ada, wanted, { administrators: ['u-2'], now })).not.to.throw();
    }
  });
});

describe('A change of a user', () => {
  const before = createUser({ username: 'ada', password_hash: 'hash', role: 'ADMIN' }, { id: 'u-1', now: '2026-01-01T00:00:00.000Z' });

  it('is told by what differs, and never what a password is', () => {
    expect(differences(before, before)).to.eql({});
    expect(differences(before, { ...before, role: 'USER', version: 2 })).to.eql({ role: { from: 'ADMIN', to: 'USER' } });
    expect(differences(before, { ...before, disabled: true, password_hash: 'new' })).to.eql({
      disabled: { from: false, to: true },
      password: 'CHANGED',
    });
  });
});

describe('The first users', () => {
  it('are well known in a demo, and never in production', async () => {
    expect((await firstUsers({ ENVIRONMENT: 'demo' })).map(({ username, password, role }) => [username, password, role])).to.eql([
      ['admin', 'admin', 'ADMIN'],
      ['user', 'user', 'USER'],
    ]);
    expect(await firstUsers({ ENVIRONMENT: 'production' })).to.eql([]);
    expect(await firstUsers({ ENVIRONMENT: 'production', INITIAL_ADMIN_PASSWORD: 'a long secret' })).to.eql([
      { username: 'admin', password: 'a long secret', role: 'ADMIN' },
    ]);
  });

  it('do not begin in production with a password that is easily guessed', async () => {
    for (const INITIAL_ADMIN_PASSWORD of ['admin', 'change-me', 'adminadminadmin', 'aaaaaaaaaaaa']) {
      const said = await firstUsers({ ENVIRONMENT: 'production', INITIAL_ADMIN_PASSWORD }).catch((error: Error) => error.message);
      expect(said).to.match(/^INITIAL_ADMIN_PASSWORD will not do: the password (must|is among)/);
    }
  });
});
