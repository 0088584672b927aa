/** Makes a virtual host for a test file on the broker at RABBITMQ_URL, by the management API. */
import { randomUUID } from 'node:crypto';

export type TestVhost = {
  url: string;
  /** Closes its connections from the broker's side, and returns how many the broker knew; a new connection is known after some seconds. */
  closeConnections(): Promise<number>;
  delete(): Promise<void>;
};

export async function createTestVhost(): Promise<TestVhost> {
  const name = `test_${randomUUID()}`;
  const { href, username } = brokerUrl(name);
  await managed('PUT', `vhosts/${name}`);
  await managed('PUT', `permissions/${name}/${username}`, { configure: '.*', write: '.*', read: '.*' });
  return {
    url: href,
    closeConnections: async () => {
      const connections = (await (await managed('GET', `vhosts/${name}/connections`)).json()) as { name: string }[];
      await Promise.all(connections.map((one) => managed('DELETE', `connections/${encodeURIComponent(one.name)}`)));
      return connections.length;
    },
    delete: async () => {
      await managed('DELETE', `vhosts/${name}`);
    },
  };
}

function brokerUrl(vhost: string): URL {
  const url = new URL(required('RABBITMQ_URL'));
  url.pathname = `/${vhost}`;
  return url;
}

const LIMIT_MS = 30_000;

async function managed(method: string, path: string, body?: object): Promise<Response> {
  const management = new URL(required('RABBITMQ_MANAGEMENT_URL'));
  const { username, password } = management.username ? management : brokerUrl('');
  const response = await fetch(new URL(`/api/${path}`, management.origin), {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok && !(method === 'DELETE' && response.status === 404)) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return response;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: integration tests need a RabbitMQ with its management API`);
  return value;
}
