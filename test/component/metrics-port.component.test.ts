import { expect } from 'chai';
import { startService } from '../support/start-service.ts';

const nowhere = 'http://127.0.0.1:1';
const environment = Object.fromEntries(
  ['IDENTITY', 'CHARACTERISTIC', 'SPECIFICATION', 'PRICING', 'OFFERING', 'STORE'].map((name) => [`${name}_SERVICE_URL`, nowhere]),
);
const start = (own: Record<string, string> = {}) => startService('api-gateway', { JWKS_URL: nowhere, ...environment, ...own });

describe('The metrics of a service', function () {
  it('are nowhere where METRICS_PORT is not set, and the log says so', async () => {
    const service = await start({ METRICS_PORT: '' });
    try {
      expect((await fetch(`${service.url}/metrics`)).status).to.equal(404);
      expect(service.logged.map(({ message }) => message)).to.include('Metrics not served');
    } finally {
      await service.stop();
    }
  });

  it('are at METRICS_PORT, and nowhere else, where that is set', async () => {
    const service = await start({ METRICS_PORT: '0' });
    try {
      const port = service.logged.find(({ message }) => message === 'Metrics served')?.context?.['port'] as number;
      const response = await fetch(`http://127.0.0.1:${port}/metrics`);
      expect(response.headers.get('content-type')).to.contain('text/plain');
      expect(await response.text())
        .to.contain('http_request_duration_seconds')
        .and.contain('nodejs_eventloop_lag_p99_seconds');
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).to.equal(404);
      expect((await fetch(`${service.url}/metrics`)).status).to.equal(404);
    } finally {
      expect(await service.stop()).to.equal(0);
    }
  });

  it('are no reason to start with a port that is none', async () => {
    const refusal = await start({ METRICS_PORT: 'many' }).then(
      (service) => service.stop().then(() => 'it started'),
      (error: Error) => error.message,
    );
    expect(refusal).to.contain('METRICS_PORT must be an integer');
  });
});
