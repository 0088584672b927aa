import { type KeyRing } from '@catalog/contracts';
import { createAuthenticator } from '@catalog/http/server';
import { expect } from 'chai';
import { decodeProtectedHeader } from 'jose';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from '../../../test/support/eventually.ts';
import { startStubKubernetes } from '../../../test/support/stub-kubernetes.ts';
import { type RunningIdentity, startIdentity } from './running-identity.ts';

const cli = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url));

describe('Rotating the signing keys', function () {
  let folder: string, file: string, identity: RunningIdentity;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
    file = join(folder, 'signing-keys.json');
    await catalog('rotate');
    identity = await startIdentity({ JWT_KEYS_FILE: file, JWT_PRIVATE_KEY: '' });
  });

  after(async () => {
    await identity?.stop();
    await rm(folder, { recursive: true });
  });

  const catalog = (...command: string[]) =>
    promisify(execFile)(process.execPath, [cli, 'keys', ...command, '--file', file], { env: { ...process.env, LOG_LEVEL: 'SILENT' } });
  const published = async () => ((await identity.call('getJwks')).body.keys as { kid: string }[]).map(({ kid }) => kid);
  const newToken = async () => {
    const { body } = await identity.call('issueServiceToken', {
      body: { grant_type: 'client_credentials', client_id: 'store-service', client_secret: 'sesame' },
    });
    return { token: `Bearer ${body.access_token}`, kid: decodeProtectedHeader(body.access_token).kid! };
  };
  const isBelieved = async (authorization: string) => (await identity.call('getMe', { headers: { authorization } })).status === 200;

  it('publishes the new key before it signs, keeps believing the old one’s tokens, and refuses those of a withdrawn key at once', async () => {
    const elsewhere = createAuthenticator({
      jwksUrl: `${identity.service.url}/api/v1/auth/jwks`,
      issuer: 'product-catalog',
      audience: 'product-catalog',
    });
    const isBelievedElsewhere = (authorization: string) =>
      elsewhere(authorization).then(
        () => true,
        () => false,
      );
    const first = await newToken();
    expect(await published()).to.eql([first.kid]);
    expect(await isBelievedElsewhere(first.token)).to.equal(true);

    // A little longer than others keep the keys they know.
    await catalog('rotate', '--lead-minutes', '0.25');
    const [, next] = await eventually(async () => {
      const kids = await published();
      expect(kids).to.have.length(2).and.include(first.kid);
      return kids;
    });
    const { keys } = JSON.parse(await readFile(file, 'utf8')) as KeyRing;
    const soon = await newToken();
    if (Date.now() < Date.parse(keys[1]!.signs_from)) expect(soon.kid).to.equal(first.kid);
    const second = await eventually(async () => {
      const token = await newToken();
      expect(token.kid).to.equal(next);
      return token;
    });
    expect(Date.now()).to.be.above(Date.parse(keys[1]!.signs_from));
    expect((await identity.call('getPublicKey')).body.kid).to.equal(next);
    expect([await isBelieved(first.token), await isBelieved(second.token)]).to.eql([true, true]);
    expect([await isBelievedElsewhere(first.token), await isBelievedElsewhere(second.token)]).to.eql([true, true]);

    await catalog('withdraw', first.kid);
    await eventually(async () => expect(await isBelieved(first.token)).to.equal(false));
    await eventually(async () => expect(await isBelievedElsewhere(first.token)).to.equal(false));
    expect([await isBelieved(second.token), await isBelievedElsewhere(second.token)]).to.eql([true, true]);
  });

  it('goes on with the keys it has when the file becomes no good, and says so', async () => {
    const good = await readFile(file, 'utf8');
    const { token } = await newToken();
    await writeFile(file, good.slice(0, 300));
    await eventually(() => expect(identity.service.logged.map(({ message }) => message)).to.include('Reading the signing keys failed'));
    expect(JSON.stringify(identity.service.logged)).not.to.contain('PRIVATE KEY');
    expect(await isBelieved(token)).to.equal(true);
    await writeFile(file, good);
    await catalog('rotate');
    await eventually(async () => expect(await published()).to.have.length(2));
  });

  it('shows what each key is for, and does not withdraw the last', async () => {
    const { stdout } = await catalog('list');
    expect(stdout).to.match(/'signs'.*'will sign'/s);
    const [one, other] = (await published()) as [string, string];
    await catalog('withdraw', other);
    const refused = await catalog('withdraw', one).then(
      () => '',
      (error: { stderr: string }) => error.stderr,
    );
    expect(refused).to.contain(`${one} is the only key: rotate first`);
    for (const kid of ['abc', '-abc', '--abc']) {
      const unknown = await catalog('withdraw', kid).then(
        () => '',
        (error: { stderr: string }) => error.stderr,
      );
      expect(unknown).to.contain(`There is no key ${kid}`);
    }
  });

  it('reads the Secret of a cluster instead, and takes over what is put into it', async () => {
    const cluster = await startStubKubernetes();
    const put = async () => cluster.putSecret('ring', { 'signing-keys.json': await readFile(file, 'utf8') });
    await put();
    const another = await identity.startAnother({ JWT_KEYS_FILE: '', JWT_KEYS_SECRET: 'ring', KUBECONFIG: cluster.kubeconfig });
    const kids = async () => ((await another.call('getJwks')).body.keys as { kid: string }[]).map(({ kid }) => kid);
    try {
      const known = await kids();
      await catalog('rotate');
      await put();
      await eventually(async () =>
        expect(await kids())
          .to.have.length(known.length + 1)
          .and.include.members(known),
      );
      cluster.putSecret('ring', { 'other.json': '{}' });
      await eventually(() => expect(another.service.logged.map(({ message }) => message)).to.include('Reading the signing keys failed'));
      expect(await kids()).to.have.length(known.length + 1);
    } finally {
      expect(await another.service.stop()).to.equal(0);
      await cluster.stop();
    }
  });
});
