import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

const logged = (program: string, env: Record<string, string> = {}): Record<string, unknown>[] => {
  const source = `import { log, withContext } from '@catalog/observability'; ${program}`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', source], {
    env: { PATH: process.env['PATH'], SERVICE_NAME: 'pricing-service', ...env },
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('the log', function () {
  it('writes one line of JSON with exactly the fields agreed on', () => {
    const [line] = logged("withContext({ correlation_id: 'c-1' }, () => log.info('Price locked', { price_id: 'p' }));");
    expect(Object.keys(line ?? {})).to.deep.equal([
      'timestamp',
      'level',
      'service',
      'correlation_id',
      'trace_id',
      'span_id',
      'message',
      'context',
    ]);
    expect(line).to.deep.include({
      level: 'INFO',
      service: 'pricing-service',
      correlation_id: 'c-1',
      message: 'Price locked',
      context: { price_id: 'p' },
    });
    expect(line?.['timestamp']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  const all = "log.debug('d'); log.info('i'); log.warn('w'); log.error('e'); log.critical('c');";
  const levels = (env: Record<string, string>) => logged(all, env).map(({ level }) => level);

  it('starts at INFO, or where LOG_LEVEL says, and is silent on demand', () => {
    expect(levels({})).to.deep.equal(['INFO', 'WARNING', 'ERROR', 'CRITICAL']);
    expect(levels({ LOG_LEVEL: 'debug' })).to.deep.equal(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);
    expect(levels({ LOG_LEVEL: 'ERROR' })).to.deep.equal(['ERROR', 'CRITICAL']);
    expect(levels({ LOG_LEVEL: 'SILENT' })).to.deep.equal([]);
  });

  it('takes a message as it is, even with percent signs, and survives fields that throw', () => {
    const [first, second] = logged("log.info('100%s %d'); log.info('odd', { get x() { throw new Error('no') } });");
    expect(first?.['message']).to.equal('100%s %d');
    expect(second).to.deep.include({ message: 'odd', context: { unprintable: 'no' } });
  });

  it('writes the line on a handled request as it writes any other', () => {
    const fields = "{ method: 'GET', path: '/a\\u0022b/Bearer abcdefghijkl', route: '/a/*', status: 200, duration_ms: 1.5 }";
    const [made, any] = logged(`const { logRequest } = await import('@catalog/observability');
      withContext({ correlation_id: 'c-1' }, () => { logRequest(${fields}); log.info('Request handled', ${fields}); });`);
    expect(Object.keys(made ?? {})).to.deep.equal(Object.keys(any ?? {}));
    expect({ ...made, timestamp: '' }).to.deep.equal({ ...any, timestamp: '' });
    expect(made?.['context']).to.include({ path: '/a"b/Bearer [redacted]', status: 200 });
    expect(
      logged(`const { logRequest } = await import('@catalog/observability'); logRequest(${fields});`, { LOG_LEVEL: 'WARNING' }),
    ).to.deep.equal([]);
  });

  it('shows a thousand characters of a path at most', () => {
    const [line] = logged(`const { logRequest } = await import('@catalog/observability');
      logRequest({ method: 'GET', path: '/' + 'x'.repeat(4_000), route: 'unmatched', status: 404, duration_ms: 1 });`);
    expect((line?.['context'] as { path: string }).path).to.equal(`/${'x'.repeat(999)}… (4001 characters)`);
  });

  it('leaves no line behind, however the process ends', () => {
    expect(logged("log.info('one'); log.info('two'); process.exit(0);").map(({ message }) => message)).to.deep.equal(['one', 'two']);
    const failing = "log.info('last words'); process.on('uncaughtException', () => process.exit(0)); throw new Error('boom');";
    expect(logged(failing).map(({ message }) => message)).to.deep.equal(['last words']);
  });
});
