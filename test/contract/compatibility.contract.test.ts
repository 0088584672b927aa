import { expect } from 'chai';
import { readdir, readFile } from 'node:fs/promises';
import { type ApiDocument, incompatibilities } from '../support/api-compatibility.ts';

const released = new URL('api-0.1.0/', import.meta.url);
const read = async (url: URL) => JSON.parse(await readFile(url, 'utf8')) as ApiDocument;

const files = await readdir(released);

describe('The API', () => {
  for (const file of files) {
    const service = file.replace('.json', '');
    const current = () => read(new URL(`../../services/${service}/openapi.json`, import.meta.url));

    it(`of ${service} takes and gives to a client of 0.1.0 all that it did then`, async () => {
      expect(incompatibilities(await read(new URL(file, released)), await current())).to.eql([]);
    });
  }
});

describe('A change of the API that would break a client', () => {
  const api = (operation: object): ApiDocument => ({ paths: { '/things': { post: operation as ApiDocument['paths'][string][string] } } });
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const name = { type: 'string', maxLength: 10 };
  const old = {
    requestBody: json({ type: 'object', required: [], properties: { name } }),
    responses: { 200: json({ type: 'object', required: ['name'], properties: { name } }) },
  };
  const changed = (changes: object) => incompatibilities(api(old), api({ ...old, ...changes }));

  for (const [what, changes, fault] of [
    ['an operation that is gone', undefined, 'POST /things: gone'],
    ['a field that is gone', { responses: { 200: json({ type: 'object', properties: {} }) } }, 'POST /things 200.name: gone'],
    [
      'a field of another type',
      { responses: { 200: json({ type: 'object', required: ['name'], properties: { name: { type: 'number' } } }) } },
      'POST /things 200.name: a number now',
    ],
    [
      'a field that may be null',
      { responses: { 200: json({ type: 'object', required: ['name'], properties: { name: { anyOf: [name, { type: 'null' }] } } }) } },
      'POST /things 200.name: a null now',
    ],
    [
      'a field that is needed',
      { requestBody: json({ type: 'object', required: ['name'], properties: { name } }) },
      'POST /things body.name: needed now',
    ],
    [
      'a lower limit',
      { requestBody: json({ type: 'object', required: [], properties: { name: { type: 'string', maxLength: 9 } } }) },
      'POST /things body.name: narrower maxLength',
    ],
    [
      'a parameter that is needed',
      { parameters: [{ name: 'by', in: 'query', required: true, schema: { type: 'string' } }] },
      'POST /things query by: needed now',
    ],
  ] as const) {
    it(`is found: ${what}`, () => {
      expect(changes ? changed(changes) : incompatibilities(api(old), { paths: {} })).to.include(fault);
    });
  }

  it('is not a field that was added', () => {
    const properties = { name, more: { type: 'string' } };
    expect(
      changed({
        requestBody: json({ type: 'object', required: [], properties }),
        responses: { 200: json({ type: 'object', required: ['name', 'more'], properties }) },
      }),
    ).to.eql([]);
  });
});
