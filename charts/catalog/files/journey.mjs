// The life of one offering through the API gateway: made, published by the saga, found in the store, retired, gone. Ends with 1 if a step fails.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const { GATEWAY, CATALOG_USERNAME: username, CATALOG_PASSWORD: password } = process.env;
const WAIT_LIMIT_MS = 60_000;
const POLL_MS = 200;
const mark = randomUUID().slice(0, 8);
let token;

const { access_token } = await step('sign in', () => send('POST', '/auth/login', { body: { username, password }, expect: 200 }));
token = access_token;
const made = (path, body) => send('POST', path, { body, expect: 201 });
const characteristic = await step('create characteristic', () =>
  made('/characteristics', { name: `Journey speed ${mark}`, attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' }),
);
const specification = await step('create specification', () =>
  made('/specifications', { name: `Journey fibre ${mark}`, characteristic_ids: [characteristic.id] }),
);
const price = await step('create price', () =>
  made('/prices', { name: `Journey monthly ${mark}`, value: 50, unit: 'per month', currency: 'USD' }),
);
const offering = await step('create offering', () =>
  made('/offerings', {
    name: `Journey ${mark}`,
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    sales_channels: ['online'],
  }),
);
await step('publish', () => send('POST', `/offerings/${offering.id}/publish`, { expect: 202 }));
await step('find it in the store', () => until(async () => (await found()).includes(offering.id)));
await step('retire', () => send('POST', `/offerings/${offering.id}/retire`, { expect: 200 }));
await step('miss it in the store', () => until(async () => !(await found()).includes(offering.id)));
console.log('journey: ok');

async function step(what, work) {
  const since = performance.now();
  try {
    const result = await work();
    console.log(`${what}: ${Math.round(performance.now() - since)} ms`);
    return result;
  } catch (error) {
    console.error(`${what}: ${error.message}`);
    process.exit(1);
  }
}

/** A catalog that has just started may ask to wait; the key makes a repetition safe. */
async function send(method, path, { body, expect }) {
  const key = randomUUID();
  const deadline = performance.now() + WAIT_LIMIT_MS;
  let answer = await sendOnce(method, path, body, key);
  while ([429, 502, 503, 504].includes(answer.status) && performance.now() < deadline) {
    await pause(answer.waitMs);
    answer = await sendOnce(method, path, body, key);
  }
  if (answer.status !== expect) throw new Error(`answered with ${answer.status}, not ${expect}: ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : undefined;
}

async function sendOnce(method, path, body, key) {
  const response = await fetch(`${GATEWAY}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const waitMs = Number(response.headers.get('retry-after') ?? 1) * 1_000;
  return { status: response.status, text: await response.text(), waitMs };
}

async function found() {
  const { items } = await send('GET', `/store/search?query=${mark}`, { expect: 200 });
  return items.map(({ id }) => id);
}

async function until(holds) {
  for (const deadline = performance.now() + WAIT_LIMIT_MS; performance.now() < deadline; await pause(POLL_MS)) if (await holds()) return;
  throw new Error(`waited ${WAIT_LIMIT_MS / 1000} s in vain`);
}
