/** A child process under `--import @catalog/observability/register`, a collector that plays Zipkin, and what arrives there. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';

type ZipkinSpan = {
  traceId: string;
  id: string;
  parentId?: string;
  name: string;
  kind?: string;
  localEndpoint: { serviceName: string };
  tags: Record<string, string>;
};
type LogLine = Record<'message' | 'service' | 'trace_id' | 'span_id' | 'correlation_id', string> & { context: Record<string, unknown> };

const TRACE = '463ac35c9f6413ad48485a3953bb6124';
const FAILING_TRACE = '5f467fe7bf42676c05e20ba4a90e448e';
const CALLER = '0020000000000001';
const { RABBITMQ_URL, MONGODB_URL } = process.env;

describe('a traced service', function () {
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let run: Awaited<ReturnType<typeof traced>>;
  const spans: ZipkinSpan[] = [];

  before(async () => {
    collector = await startCollector((_, body) => {
      spans.push(...(JSON.parse(body) as ZipkinSpan[]));
    });
    run = await traced({ ZIPKIN_URL: collector.url });
  });

  after(() => {
    collector.close();
  });

  const server = () => named('GET /renamed/{id}');
  const named = (name: string) => spans.find((span) => span.name === name);

  it('answers the request and continues the trace of its caller', () => {
    expect(run.status, run.body).to.equal(200);
    expect(run.seen).to.deep.include({ correlation: 'order-7' });
    expect(run.seen.trace).to.include({ 'x-b3-traceid': TRACE, 'x-b3-sampled': '1' });
    expect(server()).to.include({ traceId: TRACE, parentId: CALLER, kind: 'SERVER' });
    expect(server()?.localEndpoint.serviceName).to.equal('traced-service');
    expect(server()?.tags).to.include({ correlation_id: 'order-7', 'http.response.status_code': '200' });
  });

  it('keeps every span of the request in that one trace', () => {
    expect(spans.filter(({ traceId }) => traceId !== TRACE && traceId !== FAILING_TRACE)).to.deep.equal([]);
  });

  it('shows what failed as failed, and nothing else', () => {
    expect(named('GET /fails')).to.include({ traceId: FAILING_TRACE, parentId: CALLER });
    expect(named('GET /fails')?.tags['error']).to.equal('500');
    expect(server()?.tags).not.to.have.property('error');
  });

  it('passes the trace on with a call by undici', () => {
    const [out, inward] = spans.filter(({ name }) => name === 'GET /inner').sort((a) => (a.kind === 'CLIENT' ? -1 : 1));
    expect(out).to.include({ kind: 'CLIENT', parentId: server()?.id });
    expect(inward).to.include({ kind: 'SERVER', parentId: out?.id });
  });

  it('shows a span of its own making under the request', () => {
    expect(named('SAGA demo step')?.parentId).to.equal(server()?.id);
  });

  it('shows a message published to RabbitMQ and its consumption', function () {
    if (!RABBITMQ_URL) this.skip();
    expect(named('PUBLISH demo.things.events')).to.include({ kind: 'PRODUCER', parentId: server()?.id });
    const consumed = spans.find(({ name }) => name.startsWith('CONSUME '));
    expect(consumed).to.include({ kind: 'CONSUMER', parentId: named('PUBLISH demo.things.events')?.id });
  });

  it('shows a command to MongoDB', function () {
    if (!MONGODB_URL) this.skip();
    expect(named('find things')).to.include({ kind: 'CLIENT', parentId: server()?.id });
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

  it('follows its caller’s decision what is recorded, and decides by TRACE_SAMPLE_RATIO where nobody has', async () => {
    const recorded: ZipkinSpan[] = [];
    const zipkin = await startCollector((_, body) => {
      recorded.push(...(JSON.parse(body) as ZipkinSpan[]));
    });
    await traced({ ZIPKIN_URL: zipkin.url, TRACE_SAMPLE_RATIO: '0' }, { b3: `${TRACE}-${CALLER}` });
    expect(
      recorded.filter(({ traceId }) => traceId === TRACE),
      'nobody decided',
    ).to.deep.equal([]);
    expect(
      recorded.some(({ traceId }) => traceId === FAILING_TRACE),
      'the caller wants it recorded',
    ).to.equal(true);
    await traced({ ZIPKIN_URL: zipkin.url, TRACE_SAMPLE_RATIO: '1' }, { b3: `${TRACE}-${CALLER}` });
    expect(
      recorded.some(({ traceId }) => traceId === TRACE),
      'it is up to us',
    ).to.equal(true);
    recorded.length = 0;
    await traced({ ZIPKIN_URL: zipkin.url, TRACE_SAMPLE_RATIO: '1' }, { b3: `${TRACE}-${CALLER}-0` });
    expect(
      recorded.filter(({ traceId }) => traceId === TRACE),
      'the caller does not',
    ).to.deep.equal([]);
    zipkin.close();
  });

  it('sends its spans by OTLP where an endpoint for that is named', async () => {
    const received: { path: string; body: string }[] = [];
    const otlp = await startCollector((path, body) => {
      received.push({ path, body });
    });
    await traced({ OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ZIPKIN_URL: 'http://127.0.0.1:1' });
    otlp.close();
    expect(received.map(({ path }) => path)).to.include('/v1/traces');
    expect(received.some(({ body }) => body.includes('"name":"GET /renamed/{id}"') && body.includes(TRACE))).to.equal(true);
  });
});

async function traced(env: Record<string, string>, parent: Record<string, string> = { b3: `${TRACE}-${CALLER}-1` }) {
  const { ZIPKIN_URL: _, ...inherited } = process.env;
  const child = fork(new URL('./traced-program.ts', import.meta.url), {
    execArgv: ['--import', '@catalog/observability/register'],
    env: { ...inherited, SERVICE_NAME: 'traced-service', LOG_LEVEL: 'INFO', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const output = text(child.stdout ?? failed());
  try {
    const [{ address }] = (await once(child, 'message')) as [{ address: string }];
    const reply = await fetch(`${address}/outer/7`, {
      headers: { ...parent, 'x-correlation-id': 'order-7' },
      signal: AbortSignal.timeout(20_000),
    });
    const failing = { 'x-b3-traceid': FAILING_TRACE, 'x-b3-spanid': CALLER, 'x-b3-sampled': '1' };
    expect((await fetch(`${address}/fails`, { headers: failing })).status).to.equal(500);
    const seen = JSON.parse(reply.headers.get('x-seen') ?? '{}') as { correlation: string; trace: Record<string, string> };
    const body = await reply.text();
    await end(child);
    const log = (await output)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogLine);
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

/** Takes spans as Zipkin, or a collector that speaks OTLP, would. */
async function startCollector(onBody: (path: string, body: string) => void) {
  const server = createServer(async (req, res) => {
    onBody(req.url ?? '', await text(req));
    res.statusCode = 202;
    res.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
    },
  };
}

const failed = (): never => {
  throw new Error('the child has no stdout');
};
