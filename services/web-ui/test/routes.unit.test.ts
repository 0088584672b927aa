import { expect } from 'chai';
import { globSync } from 'node:fs';
import { pageRoutes, routeOf } from '../src/server/routes.ts';

describe('The routes of the pages', () => {
  it('are what there are files for', () => {
    const folder = new URL('../src/app/', import.meta.url).pathname;
    const files = globSync('**/{page.tsx,route.ts}', { cwd: folder });
    const routes = files.map((file) => `/${file.replace(/\/?(page\.tsx|route\.ts)$/, '').replaceAll('[id]', '{id}')}`);
    expect([...pageRoutes].sort()).to.eql(routes.sort());
  });

  it('have one name each, whatever stands for an id, and no name for anything else', () => {
    expect(['/', '/catalog/prices/new', '/catalog/prices/1/edit', '/offerings/none', '/_next/static/a.js'].map(routeOf)).to.eql([
      '/',
      '/catalog/prices/new',
      '/catalog/prices/{id}/edit',
      '/offerings/{id}',
      '/_next/static/*',
    ]);
    for (const path of ['/abc', '/abc/', '/catalog/', '/catalog/prices/1/2', '/offerings/', '/constructor'])
      expect(routeOf(path), path).to.equal(undefined);
  });
});
