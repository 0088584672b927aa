/** Categories as nested lists, siblings in their order. */
import Link from 'next/link';
import type { Things } from './things.ts';

type Category = Things['categories'];

export function CategoryTree({ categories }: { categories: readonly Category[] }) {
  const known = new Set(categories.map(({ id }) => id));
  const below = Map.groupBy(categories, ({ parent_id }) => (parent_id !== null && known.has(parent_id) ? parent_id : null));
  return <Level below={below} parent={null} />;
}

function Level({ below, parent }: { below: ReadonlyMap<string | null, Category[]>; parent: string | null }) {
  const categories = below.get(parent);
  if (!categories) return null;
  return (
    <ul className="category-tree">
      {categories
        .toSorted((one, other) => one.sort_order - other.sort_order || one.name.localeCompare(other.name))
        .map(({ id, name }) => (
          <li key={id}>
            <Link href={`/catalog/categories/${id}`} prefetch={false}>
              {name}
            </Link>
            <Level below={below} parent={id} />
          </li>
        ))}
    </ul>
  );
}
