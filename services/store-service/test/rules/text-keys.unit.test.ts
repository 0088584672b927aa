import { expect } from 'chai';
import { textKey } from '../../src/rules/document/text-keys.ts';

describe('the key of a text', () => {
  it('is the same for texts that people hold to be the same', () => {
    for (const other of ['bayi ünlü é', ' Bayi\u00A0Ünlü \u3000é\n', 'Bayi Ünlü é'.normalize('NFD'), 'BAYI ÜNLÜ É']) {
      expect(textKey(other), other).to.equal(textKey('Bayi Ünlü é'));
    }
    expect(textKey('Bayi Ünlü')).not.to.equal(textKey('Bayi Unlu'));
  });
});
