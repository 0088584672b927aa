import { type KeyRing, kidOf, newRingKey, rotated, withdrawn } from '@catalog/contracts';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { core, ingressUrl, NAMESPACE, podsOf, secretOf } from './cluster.ts';
import { report, seconds } from './report.ts';
import { signIn } from './sign-in.ts';
import { openTunnel, type Tunnel } from './tunnel.ts';

const SECRET = 'identity-service-signing-keys';
const ENTRY = 'signing-keys.json';
/** As long as the ingress keeps the published keys. */
const EDGE_WITHIN_MS = 330_000;
/** Connections at once: each worker of the ingress has keys of its own. */
const MORE_THAN_WORKERS = 16;

describe('The signing keys', function () {
  this.timeout(900_000);
  let gateway: Tunnel, ingress: string;

  before(async () => {
    ingress = await ingressUrl();
    gateway = await openTunnel('api-gateway', 8000);
  });

  after(() => gateway?.stop());

  const ring = async () => JSON.parse(await secretOf(SECRET, ENTRY)) as KeyRing;
  async function put(keys: KeyRing): Promise<void> {
    const secret = await core.readNamespacedSecret({ name: SECRET, namespace: NAMESPACE });
    const data = { [ENTRY]: Buffer.from(JSON.stringify(keys)).toString('base64') };
    await core.replaceNamespacedSecret({ name: SECRET, namespace: NAMESPACE, body: { ...secret, data } });
  }
  const kidIn = (token: string) => (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
  const statusOf = async (address: string, token: string) =>
    (await fetch(`${address}/api/v1/offerings`, { headers: { authorization: `Bearer ${token}` } })).status;
  const startsOf = async () =>
    new Map(
      (await podsOf('identity-service')).map(({ metadata, status }) => [metadata!.name!, status!.containerStatuses![0]!.restartCount]),
    );

  it('are rotated in their Secret without a restart: tokens of the new key are accepted, and those of a withdrawn one refused', async () => {
    const inside = `http://${gateway.host}`;
    const starts = await startsOf();
    const old = await signIn(ingress);
    const before = await ring();

    const added = newRingKey(new Date().toISOString());
    await put(rotated(before, added, new Date()));
    const since = performance.now();
    const fresh = await eventually(
      async () => {
        const token = await signIn(inside);
        expect(kidIn(token)).to.equal(kidOf(added.private_key));
        return token;
      },
      { within: 20_000, every: 500 },
    );
    report(`the new key signed after ${seconds(since)}`);
    await eventually(async () => expect(await statusOf(inside, fresh)).to.equal(200), { within: 30_000, every: 500 });
    expect(await statusOf(inside, old), 'the old key’s tokens').to.equal(200);
    await eventually(
      async () => {
        const statuses = await Promise.all(Array.from({ length: MORE_THAN_WORKERS }, () => statusOf(ingress, fresh)));
        expect(statuses.every((status) => status === 200)).to.equal(true);
      },
      { within: EDGE_WITHIN_MS, every: 2_000 },
    );
    report(`the ingress knew it after ${seconds(since)}`);

    const withdrawal = performance.now();
    await put(withdrawn(await ring(), kidIn(old)));
    await eventually(async () => expect(await statusOf(inside, old)).to.equal(401), { within: 30_000, every: 500 });
    report(`the withdrawn key was refused after ${seconds(withdrawal)}`);
    expect(await statusOf(ingress, old), 'at the ingress').to.equal(401);
    expect(await statusOf(ingress, fresh)).to.equal(200);
    // The autoscaler may have taken one of them away meanwhile.
    const stayed = [...(await startsOf())].filter(([name]) => starts.has(name));
    expect(stayed, 'the pods there were').to.not.eql([]);
    for (const [name, count] of stayed) expect(count, name).to.equal(starts.get(name));
  });
});
