/** A child process under `--import @catalog/observability/register`, a collector that plays Zipkin, and what arrives there. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';

type ZipkinSpan = { traceId: string; id: string; parentId?: string; name: string; kind?: string; localEndpoint: { serviceName: string } };
type LogLine = Record<'message' | 'service' | 'trace_id' | 'span_id' | 'correlation_id', string> & { context: Record<string, unknown> };

const TRACE = '463ac35c9f6413ad48485a3953bb6124';
const CALLER = '0020000000000001';
const { POSTGRES_URL, RABBITMQ_URL, MONGODB_URL } = process.env;

describe('a traced service', function () {
  this.timeout(30_000);
  let collector: Server;
  let run: Awaited<ReturnType<typeof traced>>;
  const spans: ZipkinSpan[] = [];

  before(async () => {
    collector = createServer(async (req, res) => {
      spans.push(...JSON.parse(await text(req)) as ZipkinSpan[]);
      res.statusCode = 202;
      res.end();
    });
    collector.listen(0, '127.0.0.1');
    await once(collector, 'listening');
    run = await traced({ ZIPKIN_URL: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` });
  });

  after(() => { collector.close(); });

  /** What the handler does hangs below the span of Koa's handler, which hangs below the server's. */
  const server = () => named('GET /renamed/{id}');
  const handler = () => named('handler /outer/{id}');
  const named = (name: string) => spans.find((span) => span.name === name);

  it('answers the request and continues the trace of its caller', () => {
    expect(run.status, run.body).to.equal(200);
    expect(run.seen).to.deep.include({ correlation: 'order-7' });
    expect(run.seen.trace).to.include({ 'x-b3-traceid': TRACE, 'x-b3-sampled': '1' });
    expect(server()).to.include({ traceId: TRACE, parentId: CALLER, kind: 'SERVER' });
    expect(server()?.localEndpoint.serviceName).to.equal('traced-service');
  });

  it('keeps every span of the request in that one trace', () => {
    expect(spans.filter(({ traceId }) => traceId !== TRACE)).to.deep.equal([]);
  });

  it('passes the trace on with a call by undici', () => {
    const [out, inward] = spans.filter(({ name }) => name === 'GET /inner').sort((a) => (a.kind === 'CLIENT' ? -1 : 1));
    expect(out).to.include({ kind: 'CLIENT', parentId: handler()?.id });
    expect(inward).to.include({ kind: 'SERVER', parentId: out?.id });
  });

  it('shows a span of its own making under the request', () => {
    expect(named('SAGA demo step')?.parentId).to.equal(handler()?.id);
  });

  it('shows the handler that Koa chose under the request, and no other layer', () => {
    expect(handler()?.parentId).to.equal(server()?.id);
    expect(spans.filter(({ name }) => name.startsWith('middleware'))).to.deep.equal([]);
  });

  it('makes no span for a probe or for a read of the metrics', () => {
    expect(spans.filter(({ name }) => /health|metrics/.test(name))).to.deep.equal([]);
  });

  it('shows a statement to PostgreSQL', function () {
    if (!POSTGRES_URL) this.skip();
    expect(named('SELECT pg_class')).to.include({ kind: 'CLIENT', parentId: handler()?.id });
  });

  it('shows a message published to RabbitMQ and its consumption', function () {
    if (!RABBITMQ_URL) this.skip();
    expect(named('PUBLISH demo.things.events')).to.include({ kind: 'PRODUCER', parentId: handler()?.id });
    const consumed = spans.find(({ name }) => name.startsWith('CONSUME '));
    expect(consumed).to.include({ kind: 'CONSUMER', parentId: named('PUBLISH demo.things.events')?.id });
  });

  it('shows a command to MongoDB', function () {
    if (!MONGODB_URL) this.skip();
    expect(named('find things')).to.include({ kind: 'CLIENT', parentId: handler()?.id });
  });

  it('writes the trace, the correlation id and no secret into the log', () => {
    const line = run.log.find(({ context }) => context['url'] === '/outer/7');
    expect(line).to.deep.include({ message: 'Request served', service: 'traced-service', trace_id: TRACE, correlation_id: 'order-7' });
    expect(line?.span_id).to.equal(server()?.id);
    expect(line?.context['password']).to.equal('[redacted]');
  });

  it('still passes the trace on when no Zipkin is named', async () => {
    const alone = await traced({});
    expect(alone.seen.trace).to.include({ 'x-b3-traceid': TRACE, 'x-b3-sampled': '1' });
    expect(alone.log.find(({ context }) => context['url'] === '/outer/7')?.trace_id).to.equal(TRACE);
  });
});

async function traced(env: Record<string, string>) {
  const { ZIPKIN_URL: _, ...inherited } = process.env;
  const child = fork(new URL('./traced-program.ts', import.meta.url), {
    execArgv: ['--import', '@catalog/observability/register'],
    env: { ...inherited, SERVICE_NAME: 'traced-service', LOG_LEVEL: 'INFO', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const output = text(child.stdout ?? failed());
  try {
    const [{ address }] = await once(child, 'message') as [{ address: string }];
    for (const probe of ['/health', '/health/ready', '/metrics']) await fetch(address + probe);
    const reply = await fetch(`${address}/outer/7`, {
      headers: { b3: `${TRACE}-${CALLER}-1`, 'x-correlation-id': 'order-7' },
      signal: AbortSignal.timeout(20_000),
    });
    const seen = JSON.parse(reply.headers.get('x-seen') ?? '{}') as { correlation: string; trace: Record<string, string> };
    const body = await reply.text();
    await end(child);
    const log = (await output).trim().split('\n').map((line) => JSON.parse(line) as LogLine);
    return { status: reply.status, seen, body, log };
  } finally {
    child.kill('SIGKILL');
  }
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.send('stop');
  await exited;
}

const failed = (): never => { throw new Error('the child has no stdout'); };
