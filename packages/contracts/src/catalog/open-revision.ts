/** The revision of an offering that is being prepared: the offering itself until it is first published, after that its next revision. */
import { type NextRevision, type Offering, revisionContent, type RevisionContent, type Schedule } from './offering.ts';

export type OpenRevision = Omit<NextRevision, 'revision'> & { revision: number };

export const revisionOf = ({ revision = 1 }: Pick<Offering, 'revision'>): number => revision;

/** Undefined when none is prepared. */
export function openRevision(offering: Offering): OpenRevision | undefined {
  const { lifecycle_status, saga_id, last_publication_error, scheduled = null, scheduled_retirement = null, revises = null } = offering;
  if (lifecycle_status !== 'DRAFT' && lifecycle_status !== 'PUBLISHING') return offering.next_revision ?? undefined;
  const publication = { lifecycle_status, saga_id, last_publication_error, scheduled, scheduled_retirement };
  return { revision: revisionOf(offering), revises, ...contentOf(offering), ...publication };
}

/** The open revision while it is being published, by this saga; undefined for any other. */
export function beingPublishedBy(offering: Offering, sagaId: string): OpenRevision | undefined {
  const open = openRevision(offering);
  return open?.lifecycle_status === 'PUBLISHING' && open.saga_id === sagaId ? open : undefined;
}

/** What changes in the offering when this changes in its open revision. */
export const inOpenRevision = (offering: Offering, changes: Partial<Omit<OpenRevision, 'revision' | 'revises'>>): Partial<Offering> =>
  offering.next_revision ? { next_revision: { ...offering.next_revision, ...changes } } : changes;

/** Everything it is due for: what is published, and the revision that is prepared. */
export const schedulesOf = ({ scheduled, scheduled_retirement, next_revision }: Offering): Schedule[] =>
  [scheduled, scheduled_retirement, next_revision?.scheduled, next_revision?.scheduled_retirement].filter(
    (schedule) => schedule !== null && schedule !== undefined,
  );

/** One of before there were categories is in none. */
export const contentOf = (revision: RevisionContent): RevisionContent =>
  Object.fromEntries(
    Object.entries({ category_ids: [], ...revision }).filter(([field]) => Object.hasOwn(revisionContent, field)),
  ) as RevisionContent;
