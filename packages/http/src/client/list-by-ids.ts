/** Reads several things of another service by their ids in one call; unknown ids are left out. */
import { Rejection } from '@catalog/contracts';
import type { ServiceClient } from './create-client.ts';

/** `path` is the list's, as `/api/v1/prices`; at most 100 ids. Refuses with SERVICE_UNAVAILABLE unless the service answers with a list. */
export async function listByIds<T>(
  client: ServiceClient,
  path: string,
  ids: readonly string[],
  authorization: string | undefined,
): Promise<T[]> {
  const query = new URLSearchParams([...ids.map((id) => ['id', id] as [string, string]), ['page_size', '100']]);
  const { status, body } = await client.get(`${path}?${query.toString()}`, { authorization });
  if (status !== 200) throw new Rejection('SERVICE_UNAVAILABLE', `${path} cannot be read at the moment`, { upstream_status: status });
  return (body as { items: T[] }).items;
}
