import { processNames } from '@catalog/contracts';
import { portOf } from '@catalog/local-runtime';
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { schemas, settingsOf } from '../../charts/schemas/all-schemas.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('The charts', () => {
  const library = parse(read('charts/catalog-service/values.yaml')) as { ports: Record<string, number> };

  it('know every service by its one name and its port', () => {
    expect(Object.keys(settingsOf)).to.deep.equal([...processNames]);
    expect(library.ports).to.deep.equal(Object.fromEntries(processNames.map((name) => [name, portOf(name, 8000)])));
    const umbrella = parse(read('charts/catalog/Chart.yaml')) as { dependencies: { name: string }[] };
    expect(umbrella.dependencies.map(({ name }) => name)).to.include.members([...processNames]);
  });

  it('set nothing that a service does not read', () => {
    for (const [name, settings] of Object.entries(settingsOf)) {
      const config = read(`services/${name}/src/config.ts`);
      const values = parse(read(`charts/${name}/values.yaml`)) as { settings?: object };
      for (const setting of settings) expect(config, name).to.include(`${setting}:`);
      expect(settings).to.include.members(Object.keys(values.settings ?? {}));
    }
  });

  it('have the value schemas that charts/schemas says', () => {
    const charts = readdirSync(new URL('charts/', root), { withFileTypes: true }).filter((each) => each.isDirectory() && each.name !== 'schemas');
    expect(charts.map(({ name }) => name).toSorted()).to.deep.equal(Object.keys(schemas).toSorted());
    for (const [name, schema] of Object.entries(schemas)) {
      const { $schema: _dialect, ...committed } = JSON.parse(read(`charts/${name}/values.schema.json`)) as Record<string, unknown>;
      expect(committed, 'run "npm run charts:schemas"').to.deep.equal(JSON.parse(JSON.stringify(schema)));
    }
  });
});
