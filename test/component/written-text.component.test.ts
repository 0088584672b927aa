import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { startIdentity } from '../../services/identity-service/test/running-identity.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

type Schema = { type?: string; enum?: unknown[]; format?: string; anyOf?: Schema[]; items?: Schema; properties?: Record<string, Schema> };
type Parameter = { name: string; in: string; schema: Schema };
type Body = { content: { 'application/json': { schema: Schema } } };
type Document = { paths: Record<string, { get?: { parameters?: Parameter[] }; post?: { requestBody?: Body } }> };
type Answer = { items: Record<string, unknown>[] };

const services = new URL('../../services/', import.meta.url);

/** The store compares words, or keys of text that words.unit.test.ts holds. */
const withOtherRules = ['store-service'];

const paths = readdirSync(services)
  .filter((service) => existsSync(new URL(`${service}/openapi.json`, services)) && !withOtherRules.includes(service))
  .flatMap((service) => Object.entries((JSON.parse(readFileSync(new URL(`${service}/openapi.json`, services), 'utf8')) as Document).paths));

/** `/api/v1/prices?name` of every list that a text may narrow. */
const textFilters = paths.flatMap(([path, { get }]) =>
  (get?.parameters ?? []).filter(({ in: place, schema }) => place === 'query' && isText(schema)).map(({ name }) => `${path}?${name}`),
);

const kinds = ['characteristics', 'prices', 'specifications', 'categories', 'offerings'] as const;
/** `prices name` of every field of the things of a catalog that people write. */
const textFields = kinds.flatMap((kind) => {
  const [, { post }] = paths.find(([path]) => path === `/api/v1/${kind}`)!;
  return Object.entries(post!.requestBody!.content['application/json'].schema.properties!)
    .filter(([, schema]) => isText(schema) || schema.anyOf?.some(isText) || (schema.items && isText(schema.items)))
    .map(([field]) => ({ kind, field }));
});

function isText({ type, enum: values, format }: Schema): boolean {
  return type === 'string' && values === undefined && format === undefined;
}

const written = `Çok Ünlü ${randomUUID().slice(0, 8)} é`;
const spellings: Record<string, (text: string) => string> = {
  'as it is stored': (text) => text,
  'with decomposed letters': (text) => text.normalize('NFD'),
  'with blanks around it': (text) => `  ${text} `,
  'with a line break after it': (text) => `${text}\r\n`,
  'with no-break spaces': (text) => text.replaceAll(' ', '\u00A0'),
  'with several and wider spaces': (text) => text.replaceAll(' ', ' \u2003\u3000'),
  'in upper case': (text) => text.toUpperCase(),
};
const comparedExactly = ['/api/v1/offerings?external_id', '/api/v1/categories?external_id'];
const username = written.replaceAll(' ', '_');

/** What nobody sees, or sees something else for. */
const refused = { everywhere: ['\u202E', '\u0007', '\uD800', '\u001B'], inLines: ['\u200B', '\t', '\n', '\u00AD', '\uFEFF', '\u2028'] };

describe('Text as people write it', function () {
  let installation: Installation, identity: Awaited<ReturnType<typeof startIdentity>>, administrator: string, characteristicId: string;

  before(async () => {
    installation = await startInstallation();
    identity = await startIdentity();
    administrator = ((await identity.signIn('admin', 'admin')).body as { access_token: string }).access_token;
    await identity.signIn(username, 'whatever it is');
    const [characteristic] = await Promise.all([
      created('characteristics', { name: written, attribute: written, value: '1', unit_of_measure: 'Unit' }),
      created('prices', { name: written, value: 1, unit: 'per month', currency: 'EUR' }),
      created('categories', { name: written, external_id: written }),
      created('offerings', { name: written, external_id: written, sales_channels: [written] }),
    ]);
    characteristicId = characteristic['id'] as string;
    await created('specifications', { name: written, characteristic_ids: [characteristicId] });
  });

  after(async () => {
    await installation.stop();
    await identity.stop();
  });

  async function post(kind: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const { CATALOG_URL, CATALOG_TOKEN } = installation.access;
    const response = await fetch(`${CATALOG_URL}/api/v1/${kind}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${CATALOG_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function created(kind: string, wish: object): Promise<Record<string, unknown>> {
    const { status, body } = await post(kind, wish);
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  }

  const wishes: Record<(typeof kinds)[number], () => object> = {
    characteristics: () => ({ name: `Speed ${randomUUID()}`, value: 'fast', unit_of_measure: 'Unit' }),
    prices: () => ({ name: `Monthly ${randomUUID()}`, value: 1, unit: 'per month', currency: 'EUR' }),
    specifications: () => ({ name: `Fibre ${randomUUID()}`, characteristic_ids: [characteristicId] }),
    categories: () => ({ name: `Internet ${randomUUID()}` }),
    offerings: () => ({ name: 'Home' }),
  };

  async function found(path: string, parameter: string, text: string): Promise<number> {
    const isIdentitys = path.startsWith('/api/v1/auth/');
    const url = isIdentitys ? identity.service.url : installation.access.CATALOG_URL;
    const token = isIdentitys ? administrator : installation.access.CATALOG_TOKEN;
    const response = await fetch(`${url}${path}?${new URLSearchParams({ [parameter]: text }).toString()}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).to.equal(200);
    return ((await response.json()) as Answer).items.length;
  }

  for (const { kind, field } of textFields) {
    const wishWith = (text: string) => ({ ...wishes[kind](), [field]: field === 'sales_channels' ? [text] : text });

    it(`is refused as ${field} of ${kind} with characters that nobody sees`, async () => {
      for (const character of [...refused.everywhere, ...(field === 'description' ? [] : refused.inLines)]) {
        for (const text of [`a${character}b`, ...(field === 'description' ? [] : [character])]) {
          const { status, body } = await post(kind, wishWith(text));
          const { code, details } = body['error'] as { code: string; details: { field: string } };
          expect([status, code, details.field.split('.')[0]], JSON.stringify(text)).to.eql([400, 'VALIDATION_ERROR', field]);
        }
      }
    });

    it(`is stored as ${field} of ${kind} in one spelling`, async () => {
      const unique = randomUUID();
      const thing = await created(kind, wishWith(` Ünlü\u00A0 ${unique} é\r\n`.normalize('NFD')));
      const stored = [thing[field]].flat()[0];
      expect(stored).to.equal(field === 'description' ? `Ünlü\u00A0 ${unique} é` : `Ünlü ${unique} é`);
    });
  }

  for (const filter of textFilters) {
    const [path = '', parameter = ''] = filter.split('?');
    const text = parameter === 'username' ? username : written;
    it(`finds by ${filter} what was written alike`, async () => {
      const counts: Record<string, number> = {};
      for (const [how, spelled] of Object.entries(spellings)) counts[how] = await found(path, parameter, spelled(text));
      const wanted = Object.keys(spellings).map((how) => [how, how === 'in upper case' && comparedExactly.includes(filter) ? 0 : 1]);
      expect(counts).to.eql(Object.fromEntries(wanted));
      expect(await found(path, parameter, `${text.slice(0, -2)}x`)).to.equal(0);
    });
  }
});
