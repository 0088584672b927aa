/** Makes and publishes an offering with all it refers to, so that operations on existing things can be fuzzed too. */
import type { ServiceName } from '@catalog/contracts';
import { eventually } from '../support/eventually.ts';

/** Ids, named as the fuzzer's configuration names them. */
export type SampleIds = { PRICE_ID: string; OFFERING_ID: string };

export async function publishSampleOffering(urls: Record<ServiceName, string>, token: string): Promise<SampleIds> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const post = async (service: ServiceName, path: string, body: object): Promise<string> => {
    const response = await fetch(`${urls[service]}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  };
  const characteristic = await post('characteristic-service', 'characteristics', {
    name: 'Sample speed',
    value: '100',
    unit_of_measure: 'Mbps',
  });
  const specification = await post('specification-service', 'specifications', {
    name: 'Sample fibre',
    characteristic_ids: [characteristic],
  });
  const price = await post('pricing-service', 'prices', { name: 'Sample monthly', value: 24.99, unit: 'per month', currency: 'EUR' });
  const category = await post('offering-service', 'categories', { name: 'Sample category' });
  const offering = await post('offering-service', 'offerings', {
    name: 'Sample offering',
    specification_ids: [specification],
    pricing_ids: [price],
    sales_channels: ['online'],
    category_ids: [category],
  });
  await post('offering-service', `offerings/${offering}/publish`, {});
  await eventually(
    async () => {
      const { status } = await fetch(`${urls['store-service']}/api/v1/store/offerings/${offering}`);
      if (status !== 200) throw new Error(`the store answers ${status}`);
    },
    { within: 30_000 },
  );
  return { PRICE_ID: price, OFFERING_ID: offering };
}
