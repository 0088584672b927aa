/** What was found, page by page, or what to do when nothing was. */
import Link from 'next/link';
import type { operations } from '../../api/schema/store.d.ts';
import type { Text } from '../../text/en.ts';
import type { Speech } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import { Pages } from '../../ui/pagination.tsx';
import { hrefOf, isFiltered, type StoreAddress } from '../address.ts';
import { OfferingCard } from './offering-card.tsx';

type SearchResult = operations['searchStore']['responses'][200]['content']['application/json'];

export function Results({ address, result, pageSize, speech }: { address: StoreAddress; result: SearchResult; pageSize: number; speech: Speech }) {
  if (result.total === 0) return <Nothing isNarrowed={isFiltered(address)} text={speech.text.store} />;
  return (
    <>
      <ul className="cards">
        {result.items.map((offering) => <li key={offering.id}><OfferingCard offering={offering} currency={address.currency ?? 'USD'} speech={speech} /></li>)}
      </ul>
      <Pages total={result.total} page={result.page} pageSize={pageSize} speech={speech} hrefTo={(page) => hrefOf({ ...address, page: String(page) })} />
    </>
  );
}

function Nothing({ isNarrowed, text }: { isNarrowed: boolean; text: Text['store'] }) {
  return (
    <div className="nothing">
      <Icon name="empty" />
      <h3>{isNarrowed ? text.nothing : text.nothingAtAll}</h3>
      <p>{isNarrowed ? text.nothingHint : text.nothingAtAllHint}</p>
      {isNarrowed && <Link className="button" href="/" prefetch={false}>{text.all}</Link>}
    </div>
  );
}
