import { expect } from 'chai';
import type { StoreOffering } from '../src/api.ts';
import { highlighted, highlightsOf } from '../src/highlights.ts';

const offering = {
  name: 'Çay Mobile 5G', description: 'Tea & talk',
  specifications: [{ id: '', name: 'Mobile package', characteristics: [{ id: '', name: 'Speed 100', attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' }] }],
} as unknown as StoreOffering;

describe('Highlights', () => {
  it('mark the words as they are written, without case and accents, the last one from its beginning', () => {
    expect(highlighted('Çay-Mobile for all', { words: ['cay', 'mob'] })).to.equal('<em>Çay</em>-<em>Mobile</em> for all');
    expect(highlighted('Mobile', { words: ['mob', 'x'] })).to.equal(undefined);
  });

  it('say in which of its texts an offering has them', () => {
    expect(highlightsOf(offering, { words: ['speed', 'mobile'] })).to.eql({
      name: 'Çay <em>Mobile</em> 5G', specifications: ['<em>Mobile</em> package'], characteristics: ['<em>Speed</em> 100: 100 Mbps'],
    });
    expect(highlightsOf(offering, { words: ['none'] })).to.eql({});
  });

  it('mark similar words only when the search was for them', () => {
    expect(highlighted('Mobile', { words: ['moblie', 'x'] })).to.equal(undefined);
    expect(highlighted('Mobile', { words: ['moblie', 'x'], approximate: true })).to.equal('<em>Mobile</em>');
  });

  it('can be put into a page whatever the text is', () => {
    expect(highlighted(`<script>"Tea" & 'x'`, { words: ['tea'] })).to.equal('&lt;script&gt;&quot;<em>Tea</em>&quot; &amp; &#39;x&#39;');
  });
});
