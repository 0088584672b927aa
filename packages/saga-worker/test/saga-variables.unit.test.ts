import { randomUUID } from 'node:crypto';
import { Rejection } from '@catalog/contracts';
import { expect } from 'chai';
import { engineVariables } from '../src/engine/engine-variables.ts';
import { sagaVariablesFrom, traceContextFrom } from '../src/saga-variables.ts';
import { aPublication } from './publication-examples.ts';

const asSent = (changes = {}) =>
  Object.fromEntries(Object.entries(engineVariables(aPublication(changes))).map(([name, { value }]) => [name, value]));

describe('the variables of a saga', () => {
  it('come back as they were sent', () => {
    const variables = aPublication();
    const sent = Object.fromEntries(Object.entries(engineVariables(variables)).map(([name, { value }]) => [name, value]));
    expect(sagaVariablesFrom(sent)).to.deep.equal(variables);
  });

  it('are text where the engine can keep it, and bytes where it is too long', () => {
    const pricingIds = Array.from({ length: 300 }, () => randomUUID());
    const sent = engineVariables(aPublication({ pricingIds }));
    expect(sent['specificationIds']?.type).to.equal('String');
    expect(sent['pricingIds']?.type).to.equal('Bytes');
    expect(sagaVariablesFrom(asSent({ pricingIds })).pricingIds).to.deep.equal(pricingIds);
  });

  it('may hold results of earlier steps beside them', () => {
    expect(sagaVariablesFrom({ ...asSent(), lockResult: true })).to.include({ lockResult: true });
  });

  it('are refused when some are missing or of a wrong kind, naming which', () => {
    const { sagaId: _, ...without } = asSent();
    expect(() => sagaVariablesFrom({ ...without, pricingIds: 'p-1', offeringVersion: '3' })).to.throw(
      Rejection,
      'The saga lacks the variables offeringVersion, sagaId, pricingIds',
    );
  });

  it('give no trace rather than a fault when the trace cannot be read', () => {
    expect(traceContextFrom({ traceContext: '{"x-b3-traceid":"1"}' })).to.deep.equal({ 'x-b3-traceid': '1' });
    for (const traceContext of [undefined, null, 'nonsense', '[1]', 7]) expect(traceContextFrom({ traceContext })).to.deep.equal({});
  });
});
