/** Role by operation by state: who may do what to an offering, and how the others are refused. */
import type { Actor, Offering, Role } from '@catalog/contracts';
import { connect } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient, type Call } from '../../../test/support/api-client.ts';
import { aPrice, aSpecification } from '../../../test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { type Neighbour, startNeighbour } from '../../../test/support/stub-neighbours.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { confirmPublication, retireOffering, startPublication } from '../src/rules/index.ts';
import { offeringStore, type OfferingStore } from '../src/offering/index.ts';

type State = 'DRAFT' | 'DRAFT, due to be published' | 'PUBLISHING' | 'PUBLISHED' | 'PUBLISHED, due to be retired' | 'RETIRED';
type OperationId = 'replaceOffering' | 'deleteOffering' | 'cancelSchedule' | 'publishOffering' | 'retireOffering' | 'cancelPublication';
type Case = { name: string; operation: OperationId; body?: (offering: Offering) => object };

const [ok, forbidden, scheduled, wrongState, already, nothingThere] = [
  'ok',
  'FORBIDDEN',
  'SCHEDULED',
  'WRONG_STATE',
  'ALREADY_SCHEDULED',
  'NOT_FOUND',
] as const;
type Outcome = typeof ok | typeof forbidden | typeof scheduled | typeof wrongState | typeof already | typeof nothingThere;

const at = () => new Date(Date.now() + 3_600_000).toISOString();
const later = () => new Date(Date.now() + 7_200_000).toISOString();
const changed = ({ specification_ids, pricing_ids, sales_channels }: Offering) => ({
  name: 'Another',
  specification_ids,
  pricing_ids,
  sales_channels,
});
const cases: Case[] = [
  { name: 'change', operation: 'replaceOffering', body: changed },
  { name: 'delete', operation: 'deleteOffering' },
  { name: 'cancel the schedule of', operation: 'cancelSchedule' },
  { name: 'publish', operation: 'publishOffering' },
  { name: 'schedule the publication of', operation: 'publishOffering', body: () => ({ at: at() }) },
  { name: 'cancel the publication of', operation: 'cancelPublication' },
  { name: 'retire', operation: 'retireOffering' },
  { name: 'schedule the retirement of', operation: 'retireOffering', body: () => ({ at: later() }) },
];
/** In the order of the cases. */
const admins: Record<State, Outcome[]> = {
  DRAFT: [ok, ok, nothingThere, ok, ok, wrongState, wrongState, wrongState],
  'DRAFT, due to be published': [ok, ok, ok, ok, already, wrongState, wrongState, ok],
  PUBLISHING: [wrongState, wrongState, nothingThere, wrongState, wrongState, ok, wrongState, wrongState],
  PUBLISHED: [wrongState, wrongState, nothingThere, wrongState, wrongState, wrongState, ok, ok],
  'PUBLISHED, due to be retired': [wrongState, wrongState, ok, wrongState, wrongState, wrongState, ok, already],
  RETIRED: [wrongState, wrongState, nothingThere, wrongState, wrongState, wrongState, wrongState, wrongState],
};
const changesOfUsers: Record<State, Outcome> = {
  DRAFT: ok,
  'DRAFT, due to be published': scheduled,
  PUBLISHING: wrongState,
  PUBLISHED: wrongState,
  'PUBLISHED, due to be retired': wrongState,
  RETIRED: wrongState,
};

const outcomes = (role: Role, state: State): Outcome[] =>
  cases.map(({ operation }, index) => {
    if (role === 'ADMIN') return admins[state][index]!;
    return role === 'USER' && (operation === 'replaceOffering' || operation === 'deleteOffering') ? changesOfUsers[state] : forbidden;
  });
const statuses: Record<Exclude<Outcome, 'ok'>, number> = {
  FORBIDDEN: 403,
  SCHEDULED: 403,
  WRONG_STATE: 409,
  ALREADY_SCHEDULED: 409,
  NOT_FOUND: 404,
};

describe('Who may do what to an offering', function () {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, specifications: Neighbour, prices: Neighbour, service: RunningService;
  let call: ApiClient<typeof api>['call'], own: Awaited<ReturnType<typeof connect>>;
  const [specification, price] = [aSpecification(), aPrice()];
  const references = { specifications: [specification], prices: [price] };
  const actor: Actor = { subject: 'admin-1', username: 'admin', role: 'ADMIN' };
  const now = () => new Date().toISOString();

  before(async () => {
    [database, vhost, issuer, specifications, prices] = await Promise.all([
      createTestDatabase(),
      createTestVhost(),
      startTokenIssuer(),
      startNeighbour(),
      startNeighbour(),
    ]);
    specifications.things = [specification];
    prices.things = [price];
    service = await startService('offering-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      SPECIFICATION_SERVICE_URL: specifications.url,
      PRICING_SERVICE_URL: prices.url,
      CAMUNDA_URL: 'http://127.0.0.1:1/engine-rest',
    });
    ({ call } = apiClient(service.url, api, issuer));
    own = await connect(database.url);
  });

  after(async () => {
    await own.end();
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop(), specifications.stop(), prices.stop()]);
  });

  async function inState(state: State): Promise<Offering> {
    const input = { name: 'Home Fibre', specification_ids: [specification.id], pricing_ids: [price.id], sales_channels: ['online'] };
    const { id } = (await call('createOffering', { as: 'USER', body: input })).body;
    const as = async (operation: OperationId, body?: object) =>
      expect((await call(operation, { as: 'ADMIN', params: { id }, ...(body && { body }) })).status).to.equal(202);
    const become = (decide: Parameters<ReturnType<OfferingStore>['change']>[1]) =>
      offeringStore({ deadlineSeconds: 60 })(own, actor).change(id, decide);
    if (state === 'DRAFT, due to be published') await as('publishOffering', { at: at() });
    if (state === 'PUBLISHING') await as('publishOffering');
    if (state.startsWith('PUBLISHED') || state === 'RETIRED') {
      const sagaId = randomUUID();
      await become((current) => startPublication(current, references, { sagaId, now: now() }));
      await become((current) => confirmPublication(current, sagaId, now()));
    }
    if (state === 'PUBLISHED, due to be retired') await as('retireOffering', { at: at() });
    if (state === 'RETIRED') await become((current) => retireOffering(current, now()));
    return (await call('getOffering', { as: 'USER', params: { id } })).body as Offering;
  }

  for (const state of Object.keys(admins) as State[]) {
    for (const role of ['ADMIN', 'USER', 'SERVICE'] as const) {
      it(`${role} and what is ${state}`, async () => {
        const found: unknown[] = [];
        const wanted: unknown[] = [];
        for (const [index, outcome] of outcomes(role, state).entries()) {
          const { name, operation, body } = cases[index]!;
          const offering = await inState(state);
          const request: Call = { as: role, params: { id: offering.id }, ...(body && { body: body(offering) }) };
          const answer = await call(operation, request);
          const isDone = answer.status < 300;
          found.push({ name, outcome: isDone ? 'ok' : answer.body.error.code, status: isDone ? 200 : answer.status });
          wanted.push({ name, outcome, status: outcome === 'ok' ? 200 : statuses[outcome] });
          if (!isDone) expect((await call('getOffering', { as: 'USER', params: { id: offering.id } })).body, name).to.eql(offering);
        }
        expect(found).to.eql(wanted);
      });
    }
  }

  it('what an administrator changes while it is due is approved thereby, and the history tells by whom', async () => {
    const offering = await inState('DRAFT, due to be published');
    const bea = { authorization: await issuer.bearer('ADMIN', { subject: 'bea-1' }) };
    const { body } = await call('replaceOffering', { params: { id: offering.id }, body: changed(offering), headers: bea });
    expect(body.scheduled).to.eql({ ...offering.scheduled, approved_version: 3 });
    const [update] = (await call('getOfferingHistory', { as: 'USER', params: { id: offering.id } })).body.items;
    expect(update).to.deep.include({ change: 'OfferingUpdated', actor: { subject: 'bea-1', username: 'admin', role: 'ADMIN' } });
    expect(update.changes).to.deep.include({ field: 'scheduled', from: offering.scheduled, to: body.scheduled });
  });
});
