/** The filter by category: the roots, and below what is chosen, and what that is in, the next level. */
import type { Locale } from '../../text/locale.ts';
import { changed, hrefOf, type StoreAddress } from '../address.ts';
import { categoryLineIn } from '../category-line-in.ts';
import type { Facets } from '../facts.ts';
import { Choice } from './choice.tsx';

type Categories = Facets['categories'];
type Props = { address: StoreAddress; categories: Categories; locale: Locale };

export function CategorySection({ address, categories, locale }: Props) {
  if (categories.length === 0) return null;
  const open = new Set(categoryLineIn(categories, address.category).map(({ id }) => id));
  return (
    <fieldset className="filter">
      <legend>{locale.text.store.category}</legend>
      <Level {...{ address, categories, locale, open }} />
    </fieldset>
  );
}

function Level({ address, categories, locale, open }: Props & { open: ReadonlySet<string> }) {
  return (
    <ul className="choices">
      {categories.map(({ id, name, count, children }) => {
        const isTicked = address.category === id;
        const href = hrefOf(changed(address, { category: isTicked ? undefined : id }));
        return (
          <Choice key={id} {...{ name, href, isTicked, count, locale }}>
            {open.has(id) && children.length > 0 && <Level {...{ address, categories: children, locale, open }} />}
          </Choice>
        );
      })}
    </ul>
  );
}
