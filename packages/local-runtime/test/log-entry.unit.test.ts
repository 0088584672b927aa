/** A line of a log as a document. */
import { expect } from 'chai';
import { logEntry } from '../src/logs/log-entry.ts';

const source = { service: 'pricing-service', path: '/logs/pricing-service.log' };
const before = '2026-01-15T10:00:00.000Z';
const line = {
  timestamp: '2026-01-16T23:59:59.999Z',
  level: 'INFO',
  service: 'pricing-service',
  correlation_id: 'c-1',
  trace_id: 't',
  span_id: 's',
  message: 'Price locked',
  context: { price_id: 'p-1' },
};
const entryOf = (text: string, offset = 7) => logEntry(source, { text, offset }, before);

describe('a log entry', () => {
  it('is the line as it was logged, in the index of its day, with its place in the file', () => {
    const { index, timestamp, document } = entryOf(JSON.stringify(line));
    expect({ index, timestamp }).to.eql({ index: 'catalog-logs-2026.01.16', timestamp: line.timestamp });
    expect(document).to.eql({ '@timestamp': line.timestamp, ...line, log: { offset: 7, file: { path: source.path } } });
  });

  it('has the same id for the same line, and another for any other', () => {
    const text = JSON.stringify(line);
    expect(entryOf(text).id).to.equal(entryOf(text).id);
    const others = [
      entryOf(text, 8),
      entryOf(text.replace('p-1', 'p-2')),
      logEntry({ ...source, path: '/logs/other.log' }, { text, offset: 7 }, before),
    ];
    expect(new Set([entryOf(text), ...others].map(({ id }) => id)).size).to.equal(4);
  });

  const strangers = [
    'Error: out of memory',
    '{"half":',
    '{"timestamp":"soon","level":"INFO","message":"x"}',
    '{"level":"INFO","message":"x"}',
    'null',
    '"text"',
  ];
  for (const text of strangers) {
    it(`takes ${text} for what was printed beside the log, just after the line before it`, () => {
      const { index, document } = entryOf(text);
      expect(index).to.equal('catalog-logs-2026.01.15');
      expect(document).to.deep.include({
        '@timestamp': before,
        level: 'WARNING',
        service: 'pricing-service',
        message: text,
        unstructured: true,
      });
    });
  }
});
