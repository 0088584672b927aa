/** An address that no page has. */
import Link from 'next/link';
import { currentLocale } from '../text/current-locale.ts';
import { Nothing } from '../ui/nothing.tsx';

export default async function NotFound() {
  const {
    text: { problem },
  } = await currentLocale();
  return (
    <Nothing title={<h1>{problem.notFound}</h1>} hint={problem.notFoundHint}>
      <Link className="button primary" href="/" prefetch={false}>
        {problem.home}
      </Link>
    </Nothing>
  );
}
