import { OneOf } from '@catalog/contracts';
import { openApiOf } from '@catalog/http/server';
import { expect } from 'chai';
import Type from 'typebox';
import { exampleOf } from '../src/server/openapi/example-of.ts';
import type { Operation } from '../src/server/api/operation.ts';
import { refusalsOf } from '../src/server/api/refusals-of.ts';

const anOperation = (differences: Partial<Operation> = {}): Operation => ({
  method: 'GET',
  path: '/things',
  summary: 'Things',
  access: ['ADMIN'],
  replies: { 200: null },
  ...differences,
});

describe('an example of a schema', () => {
  it('is the one the schema gives', () => {
    expect(exampleOf(Type.String({ examples: ['Home Fibre'] }))).to.equal('Home Fibre');
  });

  it('has what is required, what may be left out only where the schema shows it, and null where that is allowed', () => {
    const schema = Type.Object({
      id: Type.String({ format: 'uuid' }),
      unit: OneOf(['Mbps', 'Gbps']),
      size: Type.Integer({ minimum: 3 }),
      parts: Type.Array(Type.Boolean()),
      parent: Type.Union([Type.String(), Type.Null()]),
      note: Type.Optional(Type.String()),
      colour: Type.Optional(Type.String({ examples: ['red'] })),
    });
    const { id, ...others } = exampleOf(schema) as { id: string };
    expect(id).to.match(/^[\da-f-]{36}$/);
    expect(others).to.eql({ unit: 'Mbps', size: 3, parts: [false], parent: null, colour: 'red' });
  });
});

describe('the refusals of an operation', () => {
  it('follow from who may call it and what it takes', () => {
    expect(refusalsOf(anOperation({ access: 'public' }))).to.eql([
      'VALIDATION_ERROR',
      'UNAUTHENTICATED',
      'TOO_MANY_REQUESTS',
      'HEADERS_TOO_LARGE',
    ]);
    expect(refusalsOf(anOperation({ access: ['ADMIN', 'USER', 'SERVICE'] }))).not.to.include('FORBIDDEN');
    expect(refusalsOf(anOperation({ method: 'DELETE', params: Type.Object({}) }))).to.include.members([
      'FORBIDDEN',
      'NOT_FOUND',
      'VERSION_MISMATCH',
    ]);
    expect(refusalsOf(anOperation({ method: 'POST', idempotent: true }))).to.include.members([
      'MALFORMED_REQUEST',
      'UNSUPPORTED_MEDIA_TYPE',
      'BODY_TOO_LARGE',
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  it('are printed by status with an example each, beside those of its own rules', () => {
    const operations = { changeThing: anOperation({ method: 'PUT', errors: ['PRICE_LOCKED', 'NAME_TAKEN'] }) };
    const document = JSON.stringify(openApiOf({ title: 'T', description: 'D', operations }));
    expect(document).to.include('"423":{"description":"Locked: PRICE_LOCKED"').and.include('"409":{');
    expect(document).to.include('"$ref":"#/components/examples/PRICE_LOCKED"');
    expect(document).to.include('"PRICE_LOCKED":{"value":{"error":{"code":"PRICE_LOCKED"');
  });
});
