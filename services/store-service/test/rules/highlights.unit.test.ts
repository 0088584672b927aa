import { expect } from 'chai';
import fc from 'fast-check';
import type { StoreOffering } from '../../src/api.ts';
import { wordsOf } from '../../src/rules/document/text-keys.ts';
import { highlighted as highlightedBy, highlightsOf, wordMatcher, type SearchedWords } from '../../src/rules/result/highlights.ts';

const offering = {
  name: 'Çay Mobile 5G',
  description: 'Tea & talk',
  specifications: [
    {
      id: '',
      name: 'Mobile package',
      characteristics: [{ id: '', name: 'Speed 100', attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' }],
    },
  ],
} as unknown as StoreOffering;

const highlighted = (text: string, sought: SearchedWords) => highlightedBy(text, wordMatcher(sought));

describe('Highlights', () => {
  it('mark the words as they are written, without case and accents, the last one from its beginning', () => {
    expect(highlighted('Çay-Mobile for all', { words: ['cay', 'mob'] })).to.equal('<em>Çay</em>-<em>Mobile</em> for all');
    expect(highlighted('Mobile', { words: ['mob', 'x'] })).to.equal(undefined);
  });

  it('say in which of its texts an offering has them', () => {
    expect(highlightsOf(offering, wordMatcher({ words: ['speed', 'mobile'] }))).to.eql({
      name: 'Çay <em>Mobile</em> 5G',
      specifications: ['<em>Mobile</em> package'],
      characteristics: ['<em>Speed</em> 100: 100 Mbps'],
    });
    expect(highlightsOf(offering, wordMatcher({ words: ['none'] }))).to.eql({});
  });

  it('mark similar words only when the search was for them', () => {
    expect(highlighted('Mobile', { words: ['moblie', 'x'] })).to.equal(undefined);
    expect(highlighted('Mobile', { words: ['moblie', 'x'], approximate: true })).to.equal('<em>Mobile</em>');
  });

  it('can be put into a page whatever the text is', () => {
    expect(highlighted(`<script>"Tea" & 'x'`, { words: ['tea'] })).to.equal('&lt;script&gt;&quot;<em>Tea</em>&quot; &amp; &#39;x&#39;');
  });

  describe('of a long description', () => {
    const described = (description: string, ...words: string[]) =>
      highlightsOf({ ...offering, description }, wordMatcher({ words })).description;
    const filler = 'lorem ipsum dolor sit amet '.repeat(20);

    it('are an excerpt around the first of the words', () => {
      expect(described(`${filler}the fastest Fibre of all ${filler}`, 'fibre')).to.match(
        /^….{30,70}the fastest <em>Fibre<\/em> of all .{150,250}…$/,
      );
      expect(described(`Fibre for all. ${filler}`, 'fibre')).to.match(/^<em>Fibre<\/em> for all\. .{250,300}…$/);
      expect(described(`${filler}for all: fibre`, 'fibre')).to.match(/^….{30,70}for all: <em>fibre<\/em>$/);
      expect(described(filler, 'fibre')).to.equal(undefined);
    });

    it('are of bounded length and well formed, and have one of the words where the text has, whatever the text is', () => {
      const text = fc
        .array(
          fc.oneof(
            fc.constantFrom('fibre', 'Fíbre', ' ', '\u{1F600}', '\u{20BB7}', 'x'.repeat(400), '\n', '́'),
            fc.string({ unit: 'grapheme-ascii' }),
          ),
          { maxLength: 200 },
        )
        .map((parts) => parts.join(''));
      fc.assert(
        fc.property(text, (description) => {
          const marked = described(description, 'fibre');
          expect(marked !== undefined).to.equal(wordsOf(description).some((word) => word.startsWith('fibre')));
          if (marked === undefined) return;
          expect(marked.isWellFormed()).to.equal(true);
          expect(marked).to.contain('<em>');
          const shown = marked.replaceAll(/<\/?em>/g, '').replaceAll(/&\w+;|&#39;/g, '&');
          expect([...shown].length).to.be.at.most(302);
        }),
      );
    });
  });
});
