import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { startCuttableProxy } from '../../../../test/support/cuttable-proxy.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { mongodbHealth } from '../../src/mongodb/index.ts';

describe('a look at MongoDB', () => {
  it('fails while it is away or hangs, and succeeds again afterwards', async () => {
    const server = await startCuttableProxy(process.env['MONGODB_URL']!);
    const health = mongodbHealth(server.url);
    const fails = () =>
      health.check().then(
        () => false,
        () => true,
      );
    for (const begin of [() => server.cut(), async () => server.hang()]) {
      await health.check();
      await begin();
      expect(await fails()).to.equal(true);
      await server.restore();
      await eventually(() => health.check());
    }
    await health.close();
    await server.cut();
  });

  it('succeeds once it is there, though it was away or hung at the first look', async () => {
    for (const keepAway of ['cut', 'hang'] as const) {
      const server = await startCuttableProxy(process.env['MONGODB_URL']!);
      await server[keepAway]();
      const health = mongodbHealth(server.url);
      expect(
        await health.check().then(
          () => false,
          () => true,
        ),
        keepAway,
      ).to.equal(true);
      await server.restore();
      await eventually(() => health.check());
      await health.close();
      await server.cut();
    }
  });

  it('decides the readiness of the store', () => {
    expect(readFileSync(new URL('../../src/main.ts', import.meta.url), 'utf8'))
      .to.match(/\bdatabase: health\.check\b/)
      .and.contain('mongodbHealth(config.MONGODB_URL)');
  });
});
