/** An address where there is nothing. */
import Link from 'next/link';
import { currentSpeech } from '../text/current-locale.ts';
import { Icon } from '../ui/icon.tsx';

export default async function NotFound() {
  const { text } = await currentSpeech();
  return (
    <div className="nothing">
      <Icon name="empty" />
      <h1>{text.problem.notFound}</h1>
      <p>{text.problem.notFoundHint}</p>
      <Link className="button primary" href="/" prefetch={false}>{text.problem.home}</Link>
    </div>
  );
}
