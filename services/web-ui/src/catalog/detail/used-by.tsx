/** What uses a thing; where that is much, all of it is in the list of its kind. */
import Link from 'next/link';
import type { Outcome } from '../../api/outcome.ts';
import type { Speech } from '../../text/locale.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type Kind, pathOf } from '../kinds.ts';
import type { Reference } from '../references.ts';
import { References } from './detail-head.tsx';

/** To ask for: so many are shown. */
export const SHOWN_USERS = 20;

type User = { id: string; name: string; lifecycle_status?: keyof Speech['text']['catalog']['statuses'] };

/** `filter` is what finds them all in their list. */
export function UsedBy({ kind, filter, users, speech }: {
  kind: Kind; filter: Record<string, string>; users: Outcome<{ total: number; items: User[] }>; speech: Speech;
}) {
  if (!users.ok) return <ProblemNotice problem={users.problem} />;
  const { text: { catalog: text } } = speech;
  const { total, items } = users.data;
  const references = items.map(({ id, name, lifecycle_status }): Reference => ({ id, name, ...(lifecycle_status && { detail: text.statuses[lifecycle_status] }) }));
  return (
    <References id="users" title={text.usedBy} kind={kind} references={references} none={text.usedByNone} speech={speech}>
      {total > items.length && <Link href={`${pathOf(kind)}?${new URLSearchParams(filter).toString()}`} prefetch={false}>{speech.count(text.usedByMany, total)}</Link>}
    </References>
  );
}
