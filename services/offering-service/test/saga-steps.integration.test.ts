import type { Offering, PublicationVariables } from '@catalog/contracts';
import { registry } from '@catalog/observability';
import { connect, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createOffering, startPublication } from '../src/rules/index.ts';
import { offeringStore, publicationRecords } from '../src/offering/index.ts';
import { sagaSteps, startPublicationStarter } from '../src/publications/index.ts';
import { anInput, references } from './offering-examples.ts';

describe('A publication in the offering service', () => {
  let testDatabase: TestDatabase, database: Awaited<ReturnType<typeof connect>>;
  const now = () => new Date().toISOString();
  const offerings = offeringStore({ deadlineSeconds: 60 });
  const steps = () => sagaSteps({ database, offerings, now });
  const admin = { subject: 'admin-1', username: 'admin', role: 'ADMIN' as const };
  const task = { sagaId: '', retriesLeft: 3 };

  before(async () => {
    testDatabase = await createTestDatabase();
    database = await connect(testDatabase.url);
    await migrate(database, new URL('../migrations/', import.meta.url));
  });

  after(async () => {
    await database.end();
    await testDatabase.drop();
  });

  async function requested(at = now()): Promise<PublicationVariables> {
    const sagaId = randomUUID();
    const draft = await offerings(database, admin).create(createOffering(anInput(), references, { id: randomUUID(), now: at }));
    const offering = await offerings(database, admin).change(draft.id, (current) =>
      startPublication(current, references, { sagaId, now: at }),
    );
    return {
      offeringId: offering.id,
      offeringVersion: offering.version,
      sagaId,
      specificationIds: offering.specification_ids,
      pricingIds: offering.pricing_ids,
      correlationId: randomUUID(),
      traceContext: {},
      deadline: 'PT60S',
    };
  }

  const offeringOf = ({ offeringId }: PublicationVariables): Promise<Offering> => offerings(database, admin).get(offeringId);
  const eventsOf = async ({ offeringId }: PublicationVariables): Promise<string[]> => {
    const found = await database.any(sql.type(row<{ type: string }>())`
      select payload ->> 'event_type' as type from outbox where aggregate_id = ${offeringId} order by seq`);
    return found.map(({ type }) => type);
  };

  it('is confirmed once, however often the step runs', async () => {
    const variables = await requested();
    const first = await steps()['confirm-publication'](variables, task);
    expect(await steps()['confirm-publication'](variables, task)).to.eql(first);
    expect(await offeringOf(variables)).to.include({ lifecycle_status: 'PUBLISHED', published_at: first.publishedAt });
    expect(await eventsOf(variables)).to.eql(['OfferingCreated', 'OfferingPublicationInitiated', 'OfferingPublished']);
  });

  it('is reverted once, keeps the reason, and can no longer be confirmed', async () => {
    const variables = await requested();
    const failed = { ...variables, failureCode: 'INVALID_REFERENCE', failureMessage: 'Some prices do not exist' };
    for (let run = 0; run < 2; run += 1) expect(await steps()['revert-offering'](failed, task)).to.eql({ outcome: 'DRAFT' });
    const { last_publication_error } = await offeringOf(variables);
    expect(last_publication_error).to.include({
      code: 'INVALID_REFERENCE',
      message: 'Some prices do not exist',
      saga_id: variables.sagaId,
    });
    const late = await steps()
      ['confirm-publication'](variables, task)
      .catch((error: { code: string }) => error.code);
    expect(late).to.equal('WRONG_STATE');
    expect(await eventsOf(variables)).to.eql(['OfferingCreated', 'OfferingPublicationInitiated', 'OfferingPublicationFailed']);
  });

  it('cannot be reverted once confirmed', async () => {
    const variables = await requested();
    await steps()['confirm-publication'](variables, task);
    expect(await steps()['revert-offering'](variables, task)).to.eql({ outcome: 'PUBLISHED' });
    expect(await offeringOf(variables)).to.include({ lifecycle_status: 'PUBLISHED' });
  });

  it('is counted once, by how it ended', async () => {
    const [before, confirmed, failed] = [await counted(), await requested(), await requested()];
    for (let run = 0; run < 2; run += 1) {
      await steps()['confirm-publication'](confirmed, task);
      await steps()['revert-offering'](failed, task);
    }
    const after = await counted();
    expect([after.published - before.published, after.failed - before.failed, after.timed - before.timed]).to.eql([1, 1, 2]);
  });

  async function counted() {
    const total = await registry.getSingleMetric('publications_total')!.get();
    const seconds = await registry.getSingleMetric('publication_seconds')!.get();
    const of = (outcome: string) => total.values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
    const timed = seconds.values.filter((value) => 'metricName' in value && value.metricName === 'publication_seconds_count');
    return { published: of('published'), failed: of('failed'), timed: timed.reduce((sum, { value }) => sum + value, 0) };
  }

  it('counts as reverted when the draft has been deleted since', async () => {
    const variables = { ...(await requested()), offeringId: randomUUID() };
    expect(await steps()['revert-offering'](variables, task)).to.eql({ outcome: 'DRAFT' });
  });

  it('is started once when the engine answers, though it failed at first', async () => {
    const variables = await requested();
    const started: string[] = [];
    let failures = 2;
    const start = async ({ sagaId }: PublicationVariables) => {
      if (sagaId === variables.sagaId && failures-- > 0) throw new Error('the engine is away');
      started.push(sagaId);
    };
    const starters = [1, 2].map(() => startPublicationStarter({ database, offerings, engine: { deploy: async () => {}, start }, now }));
    await eventually(() => expect(started).to.include(variables.sagaId));
    await Promise.all(starters.map((starter) => starter.stop()));
    expect(started.filter((sagaId) => sagaId === variables.sagaId)).to.have.lengthOf(1);
  });

  it('is started by another replica when the one that claimed it has died, and not before', async () => {
    const variables = await requested();
    const dead = await publicationRecords(database).claimToStart(now());
    expect(dead!.variables.sagaId).to.equal(variables.sagaId);
    expect(await publicationRecords(database).claimToStart(now())).to.equal(null);
    await database.query(
      sql.type(row())`update publications set claimed_until = now() - interval '1 second' where saga_id = ${variables.sagaId}`,
    );
    const next = await publicationRecords(database).claimToStart(now());
    expect(next!.variables.sagaId).to.equal(variables.sagaId);
    await publicationRecords(database).release(dead!);
    expect(await publicationRecords(database).claimToStart(now()), 'let go by whose claim had ended').to.equal(null);
    await publicationRecords(database).markStarted(variables.sagaId);
  });

  it('is given up when it could not be started before its deadline', async () => {
    const away = () => Promise.reject(new Error('the engine is away'));
    const variables = await requested('2020-01-01T00:00:00Z');
    const starter = startPublicationStarter({ database, offerings, engine: { deploy: away, start: away }, now });
    await eventually(async () => expect(await offeringOf(variables)).to.include({ lifecycle_status: 'DRAFT' }));
    await starter.stop();
    expect((await offeringOf(variables)).last_publication_error).to.include({ code: 'PUBLICATION_NOT_STARTED' });
  });
});
