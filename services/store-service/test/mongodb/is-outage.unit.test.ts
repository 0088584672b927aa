import { expect } from 'chai';
import { MongoDriverError, MongoNetworkTimeoutError, MongoServerError } from 'mongodb';
import { isOutage } from '../../src/mongodb/is-outage.ts';

describe('An outage of MongoDB', () => {
  const outages: [string, Error][] = [
    ['no answer in time', new MongoNetworkTimeoutError('connection timed out')],
    [
      'no connection free in time',
      Object.defineProperty(new MongoDriverError('Timed out'), 'name', { value: 'MongoWaitQueueTimeoutError' }),
    ],
    ['a query that takes too long', new MongoServerError({ message: 'operation exceeded time limit', code: 50 })],
  ];
  for (const [name, error] of outages) it(`is ${name}`, () => expect(isOutage(error)).to.equal(true));

  it('is not what would fail again, however often it is tried', () => {
    for (const error of [new MongoServerError({ message: 'duplicate key', code: 11000 }), new TypeError('x')]) {
      expect(isOutage(error)).to.equal(false);
    }
  });
});
