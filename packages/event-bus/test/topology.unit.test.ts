import { deadLetterQueueOf, queuesOf, subscribedQueues } from '@catalog/event-bus';
import { retryExchangeOf } from '../src/topology.ts';
import { expect } from 'chai';

describe('topology', () => {
  it('has one queue per subscriber and aggregate, each with its dead letters', () => {
    expect(queuesOf('offering-service').map(({ queue }) => queue)).to.deep.equal([
      'offering-service.characteristics.queue',
      'offering-service.specifications.queue',
      'offering-service.prices.queue',
    ]);
    expect(deadLetterQueueOf('store-service.offerings.queue')).to.equal('store-service.offerings.dlq');
    expect(new Set(subscribedQueues.map(({ queue }) => queue)).size).to.equal(subscribedQueues.length);
  });

  it('names a retry by its delay, so that another delay is another queue', () => {
    expect([50, 1_000, 1_500, 30_000, 120_000].map(retryExchangeOf)).to.deep.equal([
      'catalog.retry.50ms',
      'catalog.retry.1s',
      'catalog.retry.1500ms',
      'catalog.retry.30s',
      'catalog.retry.2m',
    ]);
  });
});
