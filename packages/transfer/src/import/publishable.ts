/** Checks by the offering service's own rule whether an offering could be published now. */
import { obstaclesTo } from '@catalog/contracts';
import { RowRefusal } from '../row.ts';
import type { KnownThings, Thing } from '../things.ts';

/** Refuses with NOT_PUBLISHABLE, naming every obstacle. */
export function requirePublishable(offering: Thing, known: KnownThings): void {
  const listed = offering as unknown as Parameters<typeof obstaclesTo>[0];
  const obstacles = obstaclesTo(listed, {
    specifications: known.among('specification', listed.specification_ids).map(({ id, invalid }) => ({ id, invalid: invalid === true })),
    prices: known.among('price', listed.pricing_ids),
    categories: known.among('category', listed.category_ids ?? []),
  });
  const [first] = obstacles;
  if (!first) return;
  throw new RowRefusal('NOT_PUBLISHABLE', `It could not be published: ${obstacles.map(({ message }) => message).join('; ')}`, first.field);
}
