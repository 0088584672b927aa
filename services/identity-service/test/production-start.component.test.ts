import { expect } from 'chai';
import { type RunningIdentity, startIdentity } from './running-identity.ts';

describe('The identity service in production', function () {
  const production = {
    ENVIRONMENT: 'production',
    INITIAL_ADMIN_PASSWORD: 'a long secret',
    SERVICE_CLIENTS: `{"store-service": "${'x'.repeat(32)}"}`,
  };
  const sentence = (environment: Record<string, string>) =>
    startIdentity({ ...production, ...environment }).then(
      async (started) => {
        await started.stop();
        return 'it started';
      },
      (error: Error) => error.message,
    );

  it('begins with one administrator, whose password is the one it was given', async () => {
    const identity = await startIdentity(production);
    try {
      expect((await identity.signIn('admin', 'a long secret')).status).to.equal(200);
      expect((await identity.signIn('admin', 'admin')).status).to.equal(401);
      expect((await identity.signIn('user', 'user')).status).to.equal(401);
    } finally {
      await identity.stop();
    }
  });

  it('does not start without a key, an administrator, or secrets that nobody can guess, and says what to do', async () => {
    expect(await sentence({ JWT_PRIVATE_KEY: '' })).to.contain('There is no key to sign tokens with');
    expect(await sentence({ INITIAL_ADMIN_PASSWORD: '' })).to.contain('There is no administrator: set INITIAL_ADMIN_PASSWORD');
    expect(await sentence({ INITIAL_ADMIN_PASSWORD: 'admin' })).to.contain('INITIAL_ADMIN_PASSWORD will not do');
    expect(await sentence({ SERVICE_CLIENTS: '{"store-service": "change-me"}' })).to.contain('less than 16 characters: store-service');
  });

  it('does not start on the users of a demo', async () => {
    let demo: RunningIdentity | undefined;
    try {
      demo = await startIdentity();
      const message = await demo.startAnother(production).then(
        () => 'it started',
        (error: Error) => error.message,
      );
      expect(message).to.contain('The user admin has the password that every demo has');
    } finally {
      await demo?.stop();
    }
  });
});
