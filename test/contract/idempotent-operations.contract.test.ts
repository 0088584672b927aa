import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { idempotentOperations, isRepeatable, isClosed } from '../../services/api-gateway/src/routes.ts';

const services = new URL('../../services/', import.meta.url);

type Operation = { parameters?: { name: string; in: string }[] };
type Document = { paths: Record<string, Record<string, Operation>> };

const documented = readdirSync(services).filter((name) => existsSync(new URL(`${name}/openapi.json`, services))).flatMap((name) => {
  const { paths } = JSON.parse(readFileSync(new URL(`${name}/openapi.json`, services), 'utf8')) as Document;
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { parameters = [] }]) => ({
    operation: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    takesKey: parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'Idempotency-Key'),
  })));
});

describe('What the gateway may send twice', () => {
  it('is what the services say honours an Idempotency-Key, and nothing else', () => {
    const honouring = documented.filter(({ takesKey, path }) => takesKey && !isClosed(path)).map(({ operation }) => operation);
    expect([...idempotentOperations].toSorted()).to.eql(honouring.toSorted());
    for (const { method, path, operation, takesKey } of documented) {
      const asked = path.replaceAll(/\{\w+\}/g, '7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a');
      expect(isRepeatable(method, asked), operation).to.equal(takesKey && !isClosed(path));
    }
  });
});
