/** A line of the log as it is shown. */
import { expect } from 'chai';
import { shownLine } from '../src/logs/log-line.ts';

const aLine = (changes: object = {}) => ({
  timestamp: '2026-01-15T10:00:00.123Z',
  level: 'INFO',
  service: 'pricing-service',
  correlation_id: 'c-1',
  message: 'Price locked',
  ...changes,
});

describe('a shown line of the log', () => {
  it('says when, who, how bad and what, then the fields', () => {
    const context = { price_id: 'p-1', status: 200, path: '/api/v1/prices/{id}', reason: 'in use', ids: ['a', 'b'], none: null };
    expect(shownLine(aLine({ context }))).to.equal(
      '2026-01-15 10:00:00.123Z  pricing-service         INFO      Price locked  price_id=p-1  status=200  path=/api/v1/prices/{id}  reason="in use"  ids=["a","b"]  none=null',
    );
  });

  it('has the stack of an error below it, or what there is of it', () => {
    const withError = (error: unknown) =>
      shownLine(aLine({ context: { error } }))
        .split('\n')
        .slice(1);
    expect(withError({ name: 'Error', message: 'no', stack: 'Error: no\n    at here (file.ts:1)' })).to.eql([
      '    Error: no',
      '    at here (file.ts:1)',
    ]);
    expect(withError({ name: 'Rejection', message: 'no' })).to.eql(['    Rejection: no']);
    expect(withError('just text')).to.eql(['    "just text"']);
    expect(withError(null)).to.eql([]);
  });

  it('cuts a field that is long', () => {
    expect(shownLine(aLine({ context: { much: 'x'.repeat(1000) } }))).to.match(/much=x{300}…$/);
  });

  it('cannot steer the terminal, nor look like two lines', () => {
    const shown = shownLine(
      aLine({ message: 'red \u001b[31m\nsecond', context: { path: '\u001b[2J\n', error: { message: '\u001b]0;title\u0007' } } }),
    );
    expect(shown).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(shown.split('\n')).to.have.length(2);
  });
});
