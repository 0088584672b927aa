import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '../..');
const read = (page: string): string => readFileSync(join(root, page), 'utf8');
const pages = globSync(
  ['*.md', '{.github,bpmn,docs,observability,sample-catalog}/**/*.md', '{charts,packages,services,test}/**/README.md'],
  {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  },
);

/** What a link in the text leads to, but for addresses elsewhere; what stands in code is no link. */
function linksIn(text: string): string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target!).filter((target) => !/^[a-z]+:/.test(target));
}

/** As the places that show Markdown make it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const anchorsIn = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

describe('The documentation', () => {
  for (const page of pages) {
    it(`leads to what is there: ${page}`, () => {
      const text = read(page);
      const dead = linksIn(text).filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : normalize(join(dirname(page), path));
        if (globSync(target.replace(/\/$/, ''), { cwd: root }).length === 0) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchorsIn(read(target)).includes(anchor);
      });
      expect(dead).to.deep.equal([]);
    });
  }

  it('names tests that are there', () => {
    const named = [...read('docs/patterns.md').matchAll(/\]\(([^()\s]+\.test\.ts)\): “([^”]+)”/g)].map(([, file, title]) => ({
      file: file!,
      title: title!,
    }));
    const missing = named.filter(({ file, title }) => !read(join('docs', file)).includes(title));
    expect(missing).to.deep.equal([]);
    expect(named).not.to.be.empty;
  });
});
