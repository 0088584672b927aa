/** Calls of the engine, before a stub that answers as the engine does when two change one process at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { engineAt, EngineRefusal } from '../src/engine/engine.ts';

const COLLISION = {
  type: 'OptimisticLockingException',
  message: 'ENGINE-03005 Entity was updated by another transaction concurrently',
  code: 1,
};
const FAILURE = { type: 'ProcessEngineException', message: 'something else', code: 0 };

describe('a call of the engine', () => {
  let answers: { status: number; json: object }[] = [];
  let asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { status, json } = answers.shift()!;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  const call = (...given: typeof answers) => {
    [answers, asked] = [given, []];
    return engineAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).call({
      path: '/message',
      json: { messageName: 'cancel' },
    });
  };
  const collision = { status: 500, json: COLLISION };

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  after(() => {
    server.close();
  });

  it('is made again when it collided with another', async () => {
    expect(await call(collision, { status: 200, json: [1] })).to.eql([1]);
    expect(asked).to.eql(['POST /message', 'POST /message']);
  });

  it('fails when it collides again and again, or for another reason at once', async () => {
    for (const [given, attempts] of [
      [Array(3).fill(collision), 3],
      [[{ status: 500, json: FAILURE }], 1],
    ] as const) {
      const error = await call(...given).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(EngineRefusal).with.property('status', 500);
      expect(asked).to.have.lengthOf(attempts);
    }
  });
});
