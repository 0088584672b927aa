/** An offering that is not, or no longer, published. */
import Link from 'next/link';
import { currentLocale } from '../../../text/current-locale.ts';
import { Nothing } from '../../../ui/nothing.tsx';

export default async function OfferingNotFound() {
  const {
    text: { offering },
  } = await currentLocale();
  return (
    <Nothing title={<h1>{offering.gone}</h1>} hint={offering.goneHint}>
      <Link className="button primary" href="/" prefetch={false}>
        {offering.back}
      </Link>
    </Nothing>
  );
}
