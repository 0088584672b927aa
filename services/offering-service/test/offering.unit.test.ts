import type { LifecycleStatus } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import {
  changeOffering,
  confirmPublication,
  createOffering,
  deleteOffering,
  outcomeOf,
  publicationObstacles,
  publishingSaga,
  retireOffering,
  revertPublication,
  startPublication,
} from '../src/rules/index.ts';
import { anOffering, anInput, references, specificationId } from './offering-examples.ts';

const id = randomUUID();
const sagaId = randomUUID();
const now = '2026-02-01T00:00:00.000Z';
const failure = { code: 'STEP_FAILED', message: 'the store did not answer' };
const nothing = { specifications: [], prices: [], categories: [] };

const publishing = anOffering({ lifecycle_status: 'PUBLISHING', saga_id: sagaId, version: 2 });
const published = anOffering({ lifecycle_status: 'PUBLISHED', saga_id: sagaId, version: 3, published_at: now });
const retired = anOffering({ lifecycle_status: 'RETIRED', saga_id: sagaId, version: 4 });
const inState: Record<LifecycleStatus, ReturnType<typeof anOffering>> = {
  DRAFT: anOffering(),
  PUBLISHING: publishing,
  PUBLISHED: published,
  RETIRED: retired,
};

describe('An offering', () => {
  it('can start as a draft with only a name', () => {
    const { state: offering, event } = createOffering({ name: ' Home Fibre ' }, nothing, { id, now });
    expect(event).to.equal('OfferingCreated');
    expect(offering).to.deep.include({
      name: 'Home Fibre',
      description: null,
      external_id: null,
      specification_ids: [],
      pricing_ids: [],
      sales_channels: [],
      lifecycle_status: 'DRAFT',
      version: 1,
    });
  });

  it('refers only to what exists, and says all that does not', () => {
    const other = randomUUID();
    const unknown = expectRejection(() =>
      createOffering(anInput({ specification_ids: [specificationId, other, id] }), references, { id, now }),
    );
    expect(unknown).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'specification_ids', invalid_ids: [other, id] } });
    expect(expectRejection(() => createOffering(anInput({ pricing_ids: [other] }), references, { id, now })).details.field).to.equal(
      'pricing_ids',
    );
  });

  it('has channels with names, each once in whatever case', () => {
    const { state: offering } = createOffering(anInput({ sales_channels: [' Online', 'online', 'ONLINE ', 'retail'] }), references, {
      id,
      now,
    });
    expect(offering.sales_channels).to.eql(['Online', 'retail']);
    for (const channel of ['  ', 'x'.repeat(51)]) {
      expect(expectRejection(() => createOffering(anInput({ sales_channels: [channel] }), references, { id, now })).details.field).to.equal(
        'sales_channels',
      );
    }
  });

  it('changes as a draft, to a new version', () => {
    const decision = changeOffering(anOffering(), anInput({ name: 'Home Fibre 200' }), references, now);
    expect(decision).to.have.nested.include({
      event: 'OfferingUpdated',
      'state.name': 'Home Fibre 200',
      'state.version': 2,
      'state.updated_at': now,
    });
    expect(changeOffering(anOffering(), anInput(), references, now)).to.equal(undefined);
  });

  it('is deleted as a draft', () =>
    expect(deleteOffering(anOffering(), now)).to.have.nested.include({ event: 'OfferingDeleted', 'state.version': 2 }));

  it('starts to be published when it is complete, forgetting why it failed before', () => {
    const failed = anOffering({ last_publication_error: { ...failure, at: now, saga_id: id } });
    expect(startPublication(failed, references, { sagaId, now })).to.have.nested.include({
      event: 'OfferingPublicationInitiated',
      'state.lifecycle_status': 'PUBLISHING',
      'state.saga_id': sagaId,
      'state.last_publication_error': null,
    });
  });

  it('tells everything that keeps it from being published', () => {
    const bare = anOffering({ specification_ids: [], pricing_ids: [], sales_channels: [], category_ids: [] });
    expect(publicationObstacles(bare, nothing).map(({ code }) => code)).to.eql(['NO_SPECIFICATION', 'NO_PRICE', 'NO_SALES_CHANNEL']);
    expect(publicationObstacles(anOffering(), nothing).map(({ code }) => code)).to.eql([
      'UNKNOWN_SPECIFICATION',
      'UNKNOWN_PRICE',
      'UNKNOWN_CATEGORY',
    ]);
    const broken = { ...references, specifications: [{ id: specificationId, invalid: true }] };
    expect(publicationObstacles(anOffering(), broken)[0]).to.deep.include({ code: 'INVALID_SPECIFICATION', ids: [specificationId] });
    expect(publicationObstacles(anOffering(), references)).to.eql([]);
    const refused = expectRejection(() => startPublication(bare, nothing, { sagaId, now }));
    expect(refused.code).to.equal('NOT_PUBLISHABLE');
    expect(refused.details['reasons']).to.eql(publicationObstacles(bare, nothing));
  });

  it('is published by the saga that publishes it, once', () => {
    const decision = confirmPublication(publishing, sagaId, now);
    expect(decision).to.have.nested.include({
      event: 'OfferingPublished',
      'state.lifecycle_status': 'PUBLISHED',
      'state.published_at': now,
      'state.version': 3,
    });
    expect(confirmPublication(decision!.state, sagaId, now)).to.equal(undefined);
    expect(confirmPublication(retired, sagaId, now)).to.equal(undefined);
  });

  it('is not published by a saga that has ended or is another', () => {
    for (const offering of [
      anOffering(),
      anOffering({ lifecycle_status: 'PUBLISHING', saga_id: id }),
      anOffering({ lifecycle_status: 'PUBLISHED', saga_id: id }),
    ]) {
      expect(expectRejection(() => confirmPublication(offering, sagaId, now)).code).to.equal('WRONG_STATE');
    }
  });

  it('becomes a draft again when its publication fails, with the reason', () => {
    const decision = revertPublication(publishing, sagaId, failure, now)!;
    expect(decision.event).to.equal('OfferingPublicationFailed');
    expect(decision.state).to.deep.include({
      lifecycle_status: 'DRAFT',
      saga_id: null,
      last_publication_error: { ...failure, at: now, saga_id: sagaId },
    });
    expect(outcomeOf(decision.state, sagaId)).to.equal('DRAFT');
    expect(revertPublication(decision.state, sagaId, failure, now)).to.equal(undefined);
  });

  it('stays published once it is, whatever fails after', () => {
    expect(revertPublication(published, sagaId, failure, now)).to.equal(undefined);
    expect(outcomeOf(published, sagaId)).to.equal('PUBLISHED');
    expect(outcomeOf(retired, sagaId)).to.equal('PUBLISHED');
    expect(outcomeOf(published, id)).to.equal('DRAFT');
  });

  it('is not reverted by a saga that is not its own', () => expect(revertPublication(publishing, id, failure, now)).to.equal(undefined));

  it('can be cancelled while its saga publishes it', () => expect(publishingSaga(publishing)).to.equal(sagaId));

  it('retires once published', () => {
    expect(retireOffering(published, now)).to.have.nested.include({
      event: 'OfferingRetired',
      'state.lifecycle_status': 'RETIRED',
      'state.retired_at': now,
    });
  });

  const forbidden: [string, LifecycleStatus[], (offering: ReturnType<typeof anOffering>) => unknown][] = [
    ['changed', ['PUBLISHING', 'PUBLISHED', 'RETIRED'], (offering) => changeOffering(offering, anInput({ name: 'x' }), references, now)],
    ['deleted', ['PUBLISHING', 'PUBLISHED', 'RETIRED'], (offering) => deleteOffering(offering, now)],
    ['published', ['PUBLISHING', 'PUBLISHED', 'RETIRED'], (offering) => startPublication(offering, references, { sagaId: id, now })],
    ['cancelled', ['DRAFT', 'PUBLISHED', 'RETIRED'], (offering) => publishingSaga(offering)],
    ['retired', ['DRAFT', 'PUBLISHING', 'RETIRED'], (offering) => retireOffering(offering, now)],
  ];
  for (const [done, states, act] of forbidden) {
    for (const state of states) {
      it(`cannot be ${done} while it is ${state}`, () => {
        expect(expectRejection(() => act(inState[state]))).to.deep.include({ code: 'WRONG_STATE', details: { lifecycle_status: state } });
      });
    }
  }
});
