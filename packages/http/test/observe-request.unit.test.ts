import { registry } from '@catalog/observability';
import { expect } from 'chai';
import { METHODS } from 'node:http';
import { observeRequest } from '../src/server/index.ts';

describe('The metric of requests', () => {
  it('has no label that a client can make up', async () => {
    for (const method of [...METHODS, 'MADE-UP', '']) observeRequest({ method, route: '/label-test', status: 200, seconds: 0.001 });
    const lines = (await registry.metrics()).split('\n').filter((line) => line.includes('_count{') && line.includes('/label-test'));
    expect(lines.map((line) => /method="([^"]*)"/.exec(line)![1]).toSorted()).to.eql([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PATCH',
      'POST',
      'PUT',
      'other',
    ]);
  });
});
