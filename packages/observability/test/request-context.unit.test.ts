import { expect } from 'chai';
import { currentCorrelationId, inSpan, traceHeaders, withContext, withTrace } from '../src/index.ts';

describe('the context of a request', () => {
  it('follows the work through awaits and keeps parallel requests apart', async () => {
    const work = (id: string) =>
      withContext({ correlation_id: id }, async () => {
        await Promise.resolve();
        return currentCorrelationId();
      });
    expect(await Promise.all([work('a'), work('b')])).to.deep.equal(['a', 'b']);
  });

  it('gives a new id outside of any request', () => {
    expect(currentCorrelationId())
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.equal(currentCorrelationId());
  });
});

describe('spans without the SDK', () => {
  it('do nothing but run the work', async () => {
    expect(traceHeaders()).to.deep.equal({});
    expect(await inSpan({ name: 'n', kind: 'internal', parent: { b3: 'x' } }, async () => 7)).to.equal(7);
    expect(withTrace({}, () => 8)).to.equal(8);
  });
});
