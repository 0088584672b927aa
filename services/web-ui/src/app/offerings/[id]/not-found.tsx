/** An offering that is not, or no longer, on offer. */
import Link from 'next/link';
import { currentSpeech } from '../../../text/current-locale.ts';
import { Icon } from '../../../ui/icon.tsx';

export default async function OfferingGone() {
  const { text } = await currentSpeech();
  return (
    <div className="nothing">
      <Icon name="empty" />
      <h1>{text.offering.gone}</h1>
      <p>{text.offering.goneHint}</p>
      <Link className="button primary" href="/" prefetch={false}>{text.offering.back}</Link>
    </div>
  );
}
