import { expect } from 'chai';
import { en } from '../src/text/en.ts';
import { languageFor } from '../src/text/languages.ts';
import { fill, localeFor } from '../src/text/locale.ts';
import { tr } from '../src/text/tr.ts';

describe('The language of a page', () => {
  it('is the one that was chosen, else the one the browser prefers, else English', () => {
    expect(languageFor('tr', 'en')).to.equal('tr');
    expect(languageFor(undefined, 'de-DE,tr;q=0.8,en;q=0.7')).to.equal('tr');
    expect(languageFor('klingon', 'en;q=0.5, tr-TR;q=0.9')).to.equal('tr');
    expect(languageFor(undefined, 'tr;q=0, fr')).to.equal('en');
    expect(languageFor(undefined, null)).to.equal('en');
  });

  it('says numbers, amounts and quantities its own way', () => {
    const [english, turkish] = [localeFor('en'), localeFor('tr')];
    expect(english.amount(1234.5, 'USD')).to.equal('$1,234.50');
    expect(turkish.amount(1234.5, 'TRY')).to.equal('₺1.234,50');
    expect(english.quantity('1', 'Months')).to.equal('1 month');
    expect(english.quantity('2.5', 'Gbps')).to.equal('2.5 Gbps');
    expect(turkish.quantity('2.5', 'Gbps')).to.equal('2,5 Gb/sn');
    expect(english.quantity('unlimited', 'None')).to.equal('unlimited');
    expect(english.count({ one: '{count} offering', other: '{count} offerings' }, 1)).to.equal('1 offering');
  });

  it('has the same gaps in every sentence of every language', () => {
    const gaps = (text: unknown, path = ''): string[] =>
      typeof text === 'string'
        ? [...text.matchAll(/\{\w+\}/g)].map(([gap]) => `${path} ${gap}`).sort()
        : Object.entries(text as object).flatMap(([name, inner]) => gaps(inner, `${path}.${name}`));
    expect(gaps(tr)).to.eql(gaps(en));
    expect(fill('{a} and {b}', { a: 1 })).to.equal('1 and {b}');
  });
});
