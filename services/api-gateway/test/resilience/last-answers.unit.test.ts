import { expect } from 'chai';
import { createLastAnswers } from '../../src/resilience/last-answers.ts';

describe('The last answers', () => {
  const answer = (text: string, status = 200) => ({ status, headers: { etag: '"1"', 'x-correlation-id': 'c-1' }, body: Buffer.from(text) });

  it('are given again with their age, until they are too old', () => {
    let time = 1;
    const last = createLastAnswers({ keptMs: 60_000, now: () => time });
    last.keep('/a', answer('one'));
    time = 60_000;
    const found = last.find('/a');
    expect(found).to.eql({ status: 200, headers: { etag: '"1"', age: '59' }, body: Buffer.from('one') });
    time = 60_002;
    expect(last.find('/a')).to.equal(undefined);
  });

  it('are only successful ones that are not streamed', () => {
    const last = createLastAnswers();
    for (const one of [answer('no', 404), { ...answer('long'), body: { pipeTo: () => {} } }, { ...answer(''), body: null }]) {
      last.keep('/a', one);
      expect(last.find('/a')).to.equal(undefined);
    }
  });

  it('make room for newer ones', () => {
    const last = createLastAnswers({ max: 2 });
    for (const key of ['/a', '/b', '/c']) last.keep(key, answer(key));
    expect(['/a', '/b', '/c'].map((key) => last.find(key)?.body)).to.eql([undefined, Buffer.from('/b'), Buffer.from('/c')]);
  });
});
