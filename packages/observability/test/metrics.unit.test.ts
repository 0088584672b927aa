import { expect } from 'chai';
import { counter, gauge, registry } from '../src/index.ts';

describe('metrics', () => {
  it('are the same when asked for twice, and read on demand', async () => {
    counter({ name: 'demo_total', help: 'Demo.', labels: ['kind'] }).inc({ kind: 'a' });
    counter({ name: 'demo_total', help: 'Demo.', labels: ['kind'] }).inc({ kind: 'a' });
    gauge({ name: 'demo_size', help: 'Demo.', collect: (self) => self.set(5) });
    const text = await registry.metrics();
    expect(text).to.contain('demo_total{kind="a"} 2').and.to.contain('demo_size 5');
  });
});
