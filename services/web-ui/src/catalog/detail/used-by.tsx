/** What uses a thing: the first of them, and a link to the list of all. */
import Link from 'next/link';
import type { Outcome } from '../../api/outcome.ts';
import type { Locale } from '../../text/locale.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type Kind, pathOf } from '../kinds.ts';
import type { Reference } from '../references.ts';
import { References } from './references.tsx';

/** The page size to ask the API for. */
export const SHOWN_USERS = 20;

type User = { id: string; name: string; lifecycle_status?: keyof Locale['text']['catalog']['statuses'] };

/** `filter` finds all users in their list. */
export function UsedBy({
  kind,
  filter,
  users,
  locale,
}: {
  kind: Kind;
  filter: Record<string, string>;
  users: Outcome<{ total: number; items: User[] }>;
  locale: Locale;
}) {
  if (!users.ok) return <ProblemNotice problem={users.problem} />;
  const {
    text: { catalog: text },
  } = locale;
  const { total, items } = users.data;
  const references = items.map(({ id, name, lifecycle_status: status }): Reference => ({
    id,
    name,
    ...(status && { detail: text.statuses[status] }),
  }));
  const all = `${pathOf(kind)}?${new URLSearchParams(filter).toString()}`;
  return (
    <References id="users" title={text.usedBy} kind={kind} references={references} none={text.usedByNone} locale={locale}>
      {total > items.length && (
        <Link href={all} prefetch={false}>
          {locale.count(text.usedByMany, total)}
        </Link>
      )}
    </References>
  );
}
