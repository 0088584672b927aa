/** A few published offerings to look at, made through the public API. */
import { eventually } from '../support/eventually.ts';

export type Api = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: { id: string } & Record<string, unknown> }>;

export async function apiOf(gateway: string): Promise<Api> {
  let token = '';
  const call: Api = async (method, path, body) => {
    const response = await fetch(`${gateway}/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, body: text ? JSON.parse(text) : undefined };
    if (response.status >= 300 && method !== 'GET') throw new Error(`${method} ${path}: ${text}`);
    return answer;
  };
  token = String((await call('POST', 'auth/login', { username: 'admin', password: 'admin' })).body['access_token']);
  return call;
}

export const speeds = [50, 100, 200, 300, 500];
export const lineName = (mark: string, speed: number): string => `Home ${mark} ${speed}`;

/** One offering for each speed, and one that is only a draft; `mark` is in every name. */
export async function publishSome(call: Api, mark: string): Promise<void> {
  const price = async (name: string, value: number) =>
    (await call('POST', 'prices', { name, value, unit: 'per month', currency: 'USD' })).body.id;
  const category = (await call('POST', 'categories', { name: `Lines ${mark}` })).body.id;
  for (const speed of speeds) {
    const characteristic = (
      await call('POST', 'characteristics', {
        name: `Speed ${mark} ${speed}`,
        attribute: 'Speed',
        value: String(speed),
        unit_of_measure: 'Mbps',
      })
    ).body.id;
    const specification = (await call('POST', 'specifications', { name: `Line ${mark} ${speed}`, characteristic_ids: [characteristic] }))
      .body.id;
    const draft = {
      name: lineName(mark, speed),
      description: 'Fast & steady',
      specification_ids: [specification],
      pricing_ids: [await price(`Monthly ${mark} ${speed}`, speed / 5)],
      sales_channels: ['online'],
      category_ids: [category],
    };
    await call('POST', `offerings/${(await call('POST', 'offerings', draft)).body.id}/publish`, {});
  }
  await call('POST', 'offerings', { name: `Only a draft ${mark}` });
  await eventually(
    async () => {
      const { body } = await call('GET', `store/search?query=${mark}`);
      if (body['total'] !== speeds.length) throw new Error(`The store shows ${String(body['total'])}`);
    },
    { every: 100 },
  );
}
