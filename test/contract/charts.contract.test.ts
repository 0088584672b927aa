import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { schemas, settingsOf } from '../../charts/schemas/all-schemas.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('The charts', () => {
  it('set nothing that a service does not read', () => {
    for (const [name, settings] of Object.entries(settingsOf)) {
      const values = parse(read(`charts/${name}/values.yaml`)) as { settings?: object } | null;
      expect(settings).to.include.members(Object.keys(values?.settings ?? {}));
    }
  });

  it('have the value schemas that charts/schemas says', () => {
    const charts = readdirSync(new URL('charts/', root), { withFileTypes: true }).filter(
      (each) => each.isDirectory() && each.name !== 'schemas',
    );
    expect(charts.map(({ name }) => name).toSorted()).to.deep.equal(Object.keys(schemas).toSorted());
    for (const [name, schema] of Object.entries(schemas)) {
      const { $schema: _dialect, ...committed } = JSON.parse(read(`charts/${name}/values.schema.json`)) as Record<string, unknown>;
      expect(committed, 'run "npm run charts:schemas"').to.deep.equal(JSON.parse(JSON.stringify(schema)));
    }
  });
});
