/** Creates the sample's tree of categories, each after what it is in; what exists already is left where it is. */
import type { CatalogClient } from '@catalog/catalog-client';
import { type Category, lineKey } from '@catalog/contracts';
import type { Phase } from '../display/index.ts';
import { createEntry } from './create-entry.ts';
import { externalId, type SampleCategory } from './sample-catalog.ts';

type Loading = { client: CatalogClient; categories: SampleCategory[]; phase: Phase };

/** So that others fit between them. */
const STEP = 10;

/** By the way to each: `Internet/Fibre`. */
export async function loadCategories({ client, categories, phase }: Loading): Promise<Map<string, Category>> {
  const known = (await Array.fromAsync(client.pages('categories'))).flat();
  const loaded = new Map<string, Category>();
  let added = 0;

  async function load({ name, description, children = [] }: SampleCategory, at: number, parent?: { path: string; id: string }) {
    const path = parent ? `${parent.path}/${name}` : name;
    const parent_id = parent?.id ?? null;
    const external_id = externalId(path);
    const found =
      known.find((each) => each.external_id === external_id) ??
      known.find((each) => each.parent_id === parent_id && lineKey(each.name) === lineKey(name));
    const body = { name, parent_id, sort_order: at * STEP, external_id, ...(description !== undefined && { description }) };
    const category = found ?? ((await createEntry(client, 'categories', body)) as Category);
    if (!found) added += 1;
    loaded.set(path, category);
    phase.update('categories', `${loaded.size}`);
    for (const [index, child] of children.entries()) await load(child, index + 1, { path, id: category.id });
  }

  for (const [index, root] of categories.entries()) await load(root, index + 1);
  phase.finish('categories', added === 0 ? `${loaded.size} are there` : `${added} added, ${loaded.size} in all`);
  return loaded;
}
