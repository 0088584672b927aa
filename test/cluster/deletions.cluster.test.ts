import { processNames } from '@catalog/contracts';
import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import { findingsOf, faultsIn, type Publication } from '../chaos/saga-findings.ts';
import { hireManager } from '../chaos/saga-manager.ts';
import { summonWitnesses } from '../chaos/saga-truth.ts';
import { createChance } from '../support/chance.ts';
import { eventually } from '../support/eventually.ts';
import { allReady, ingressUrl, killPodOf, secretOf } from './cluster.ts';
import { report, seconds } from './report.ts';
import { openTunnel, type Tunnel } from './tunnel.ts';

/** Not MongoDB: what stands in for it may lose what it has acknowledged when it is killed, which the real one does not. */
const victims = [...processNames, 'camunda', 'postgres', 'rabbitmq', 'elasticsearch'];
const KILL_EVERY_MS = 5_000;
const KILLING_MS = 120_000;
const PUBLICATIONS = 20;
/** The deadline of a saga, and the servers' starts, its undoing, and the repairs after that. */
const ALL_ENDED_WITHIN_MS = 420_000;
const SOUND_WITHIN_MS = 120_000;

describe('Forced deletions of pods', function () {
  this.timeout(1_200_000);
  const tunnels: Tunnel[] = [];
  const tunnelTo = async (app: string, port: number): Promise<string> => {
    const tunnel = await openTunnel(app, port);
    tunnels.push(tunnel);
    return tunnel.host;
  };

  after(() => {
    for (const tunnel of tunnels) tunnel.stop();
  });

  it(`one every ${KILL_EVERY_MS / 1_000} s for ${KILLING_MS / 1_000} s leave every publication whole or undone`, async () => {
    const gateway = await ingressUrl();
    const [postgres, rabbitmq, mongodb, camunda] = [
      await tunnelTo('postgres', 5432),
      await tunnelTo('rabbitmq', 5672),
      await tunnelTo('mongodb', 27017),
      await tunnelTo('camunda', 8080),
    ];
    const passwords = {
      offering: await secretOf('offering-service', 'DATABASE_PASSWORD'),
      pricing: await secretOf('pricing-service', 'DATABASE_PASSWORD'),
    };
    const addresses = {
      urlOf: () => gateway,
      databaseOf: (service: string) => {
        const role = service.replace('-', '_');
        return `postgresql://${role}:${passwords[service === 'offering-service' ? 'offering' : 'pricing']}@${postgres}/${role}`;
      },
      rabbitmq: { url: `amqp://catalog:${await secretOf('rabbitmq', 'password')}@${rabbitmq}` },
      mongodbUrl: await mongodbUrl(mongodb),
      camunda: { url: `http://${camunda}/engine-rest` },
    };
    const [manager, witnesses] = await Promise.all([hireManager(addresses), summonWitnesses(addresses)]);
    const drafts = await manager.drafts(PUBLICATIONS);

    const killing = kill();
    const publications: Publication[] = await Promise.all(
      drafts.map(async (draft, i) => {
        await delay((i * (KILLING_MS - KILL_EVERY_MS)) / PUBLICATIONS);
        return manager.publish(draft);
      }),
    );
    report(`killed: ${(await killing).join(', ')}`);
    const since = performance.now();
    await allReady(victims, ALL_ENDED_WITHIN_MS);
    report(`every pod was ready again after ${seconds(since)}`);
    await eventually(async () => expect(await witnesses.unfinished()).to.equal(0), { within: ALL_ENDED_WITHIN_MS, every: 1_000 });
    const look = async () => findingsOf(publications, await witnesses.truthAbout(publications));
    const findings = await eventually(
      async () => {
        const found = await look();
        expect(faultsIn(found)).to.eql([]);
        return found;
      },
      { within: SOUND_WITHIN_MS, every: 1_000 },
    ).catch(look);
    report(`${PUBLICATIONS} publications, all ended ${seconds(since)} after the last deletion: ${JSON.stringify(findings)}`);
    expect(faultsIn(findings)).to.eql([]);
    expect(findings.published + findings.drafts).to.equal(PUBLICATIONS);
  });

  async function kill(): Promise<string[]> {
    const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
    report(`CHAOS_SEED=${seed}`);
    const chance = createChance(seed);
    const killed: string[] = [];
    for (const end = performance.now() + KILLING_MS; performance.now() < end; await delay(KILL_EVERY_MS)) {
      const app = victims[chance.between(0, victims.length - 1)]!;
      if (await killPodOf(app)) killed.push(app);
    }
    return killed;
  }

  async function mongodbUrl(host: string): Promise<string> {
    const password = await secretOf('mongodb', 'password').catch(() => undefined);
    return password ? `mongodb://store:${password}@${host}/store?authSource=admin&directConnection=true` : `mongodb://${host}/store`;
  }
});
