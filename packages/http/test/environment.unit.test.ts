import { expect } from 'chai';
import Type from 'typebox';
import { oddNumbers } from '../../../test/support/odd-numbers.ts';
import { BadEnvironment, readEnvironment } from '../src/server/environment.ts';

describe('The environment', () => {
  const schema = Type.Object({ PORT: Type.Integer(), HOST: Type.String({ default: '0.0.0.0' }), URL: Type.String({ format: 'uri' }) });

  it('becomes a typed record, with defaults and without what is not asked for', () => {
    expect(readEnvironment(schema, { PORT: '80', URL: 'http://x', HOST: '', PATH: '/bin' })).to.eql({
      PORT: 80,
      HOST: '0.0.0.0',
      URL: 'http://x',
    });
  });

  it('is refused with every fault in one sentence', () => {
    expect(() => readEnvironment(schema, { PORT: 'eighty' })).to.throw(BadEnvironment, /URL is required.*PORT must be an integer/);
  });

  it('has plain decimals for its numbers', () => {
    for (const PORT of oddNumbers.filter((text) => text !== ''))
      expect(() => readEnvironment(schema, { PORT, URL: 'http://x' }), PORT).to.throw(BadEnvironment, 'PORT must be an integer');
  });
});
