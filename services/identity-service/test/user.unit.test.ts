import { expect } from 'chai';
import { firstUsers } from '../src/first-users.ts';
import { changeUser, createUser } from '../src/user.ts';

describe('A user', () => {
  const now = '2026-01-15T10:30:00.000Z';
  const ada = createUser({ username: 'ada', password_hash: 'hash', role: 'ADMIN' }, { id: 'u-1', now: '2026-01-01T00:00:00.000Z' });

  it('begins enabled, in version 1', () => {
    expect(ada).to.include({ username: 'ada', role: 'ADMIN', disabled: false, version: 1, created_at: ada.updated_at });
  });

  it('changes in role, state and password, keeping the old password unless there is a new one', () => {
    const changed = changeUser(ada, { role: 'USER', disabled: true }, { by: 'u-2', now });
    expect(changed).to.include({ role: 'USER', disabled: true, password_hash: 'hash', version: 2, updated_at: now });
    expect(changeUser(ada, { role: 'ADMIN', disabled: false, password_hash: 'new' }, { by: 'u-1', now }).password_hash).to.equal('new');
  });

  it('cannot take their own rights away', () => {
    for (const wanted of [{ role: 'USER' as const, disabled: false }, { role: 'ADMIN' as const, disabled: true }]) {
      expect(() => changeUser(ada, wanted, { by: 'u-1', now })).to.throw().with.property('code', 'WRONG_STATE');
    }
  });
});

describe('The first users', () => {
  it('are well known where one only tries things out, and never in production', () => {
    for (const ENVIRONMENT of ['demo', 'development', 'test'] as const) {
      expect(firstUsers({ ENVIRONMENT }).map(({ username, password, role }) => [username, password, role])).to.eql([
        ['admin', 'admin', 'ADMIN'], ['user', 'user', 'USER'],
      ]);
    }
    expect(firstUsers({ ENVIRONMENT: 'production' })).to.eql([]);
    expect(firstUsers({ ENVIRONMENT: 'production', INITIAL_ADMIN_PASSWORD: 'a long secret' })).to.eql([
      { username: 'admin', password: 'a long secret', role: 'ADMIN' },
    ]);
  });
});
