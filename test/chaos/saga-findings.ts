/** Judges how publications ended: counts what must never happen, over four services and the engine. Pure. */

/** Of the first revision, unless it says which. */
export type Publication = { offering_id: string; saga_id: string; revision?: number };

export type Ending = 'PUBLISHED' | 'DRAFT';

type RevisionState = { lifecycle_status: string; last_publication_error: { code: string; saga_id: string } | null };
export type StoredOffering = RevisionState & { id: string; revision: number; next_revision: (RevisionState & { revision: number }) | null };

/** What customers see of an offering, and which revision of it that claims to be. */
export type Sight = { revision: number; name: string; pricing_ids: string[] };
/** An OfferingPublished or OfferingPublicationFailed that a subscriber heard of, however often it came. */
export type Effect = { event_id: string; ending: Ending };

/** What everybody says when all is quiet. */
export type Truth = {
  offerings: ReadonlyMap<string, StoredOffering>;
  /** The offerings that the store serves, and the ids of those it has prepared only. */
  shown: ReadonlyMap<string, Sight>;
  prepared: ReadonlySet<string>;
  /** The sagas that hold a lock on a price, that the engine runs, that wait there for an operator. */
  locking: ReadonlySet<string>;
  running: ReadonlySet<string>;
  stuck: ReadonlySet<string>;
  effects: ReadonlyMap<string, readonly Effect[]>;
  /** Ids of offerings that were missing while their next revision was under way, and that were seen as no revision of them is. */
  vanished: ReadonlySet<string>;
  mixed: ReadonlySet<string>;
};

export type Findings = {
  published: number;
  drafts: number;
  /** Neither PUBLISHED nor DRAFT. */
  undecided: number;
  /** PUBLISHED, and not in the store, or only an earlier revision. */
  hidden: number;
  /** Not PUBLISHED, and in the store. */
  leaked: number;
  /** Published before, and missing in the store at any moment since its next revision is under way. */
  vanished: number;
  /** Seen in the store at any moment as none of its revisions is. */
  mixed: number;
  /** DRAFT, and no `last_publication_error` of this saga says why. */
  unexplained: number;
  /** Entries in the store that nobody will ever reveal or delete. */
  abandoned: number;
  /** Locks of sagas that the engine does not run. */
  locked: number;
  /** Process instances that have not ended, and those of them with an incident. */
  open: number;
  incidents: number;
  /** No event told how it ended. */
  silent: number;
  /** More than one did, or another than the offering's state. */
  contradicted: number;
  /** Ended in another way than it had to. */
  unexpected: number;
};

/** How the publications of a scenario may end: anyhow, or all in one way, for one of these reasons. */
export type Expectation = { ending?: Ending; reasons?: readonly string[] };

export function findingsOf(publications: readonly Publication[], truth: Truth, { ending, reasons }: Expectation = {}): Findings {
  const { shown, prepared, locking, running, stuck, effects } = truth;
  const count = (isSo: (publication: Publication, revision: RevisionState | undefined) => boolean): number =>
    publications.filter((publication) => isSo(publication, stateOf(publication, truth.offerings.get(publication.offering_id)))).length;
  const isShown = ({ offering_id, revision = 1 }: Publication) => (shown.get(offering_id)?.revision ?? 0) >= revision;
  const endingsOf = ({ saga_id }: Publication) => (effects.get(saga_id) ?? []).map((effect) => effect.ending);
  return {
    published: count((_, revision) => revision?.lifecycle_status === 'PUBLISHED'),
    drafts: count((_, revision) => revision?.lifecycle_status === 'DRAFT'),
    undecided: count((_, revision) => !['PUBLISHED', 'DRAFT'].includes(revision?.lifecycle_status ?? '')),
    hidden: count((publication, revision) => revision?.lifecycle_status === 'PUBLISHED' && !isShown(publication)),
    leaked: count((publication, revision) => revision?.lifecycle_status !== 'PUBLISHED' && isShown(publication)),
    vanished: count(({ offering_id, revision = 1 }) => revision > 1 && (truth.vanished.has(offering_id) || !shown.has(offering_id))),
    mixed: count(({ offering_id }) => truth.mixed.has(offering_id)),
    unexplained: count(
      ({ saga_id }, revision) => revision?.lifecycle_status === 'DRAFT' && revision.last_publication_error?.saga_id !== saga_id,
    ),
    abandoned: count(({ offering_id }) => prepared.has(offering_id)),
    locked: count(({ saga_id }) => locking.has(saga_id) && !running.has(saga_id)),
    open: count(({ saga_id }) => running.has(saga_id)),
    incidents: count(({ saga_id }) => stuck.has(saga_id)),
    silent: count((publication) => endingsOf(publication).length === 0),
    contradicted: count((publication, revision) => {
      const endings = endingsOf(publication);
      return endings.length > 1 || endings.some((heard) => heard !== revision?.lifecycle_status);
    }),
    unexpected: count(
      (_, revision) =>
        (ending !== undefined && revision?.lifecycle_status !== ending) ||
        (reasons !== undefined && !reasons.includes(revision?.last_publication_error?.code ?? '')),
    ),
  };
}

/** What became of the revision that a publication was of. */
function stateOf({ revision = 1 }: Publication, offering: StoredOffering | undefined): RevisionState | undefined {
  if (!offering || revision === offering.revision) return offering;
  if (revision < offering.revision) return { lifecycle_status: 'PUBLISHED', last_publication_error: null };
  return offering.next_revision?.revision === revision ? offering.next_revision : undefined;
}

/** The names of what must never be and is. */
export const faultsIn = ({ published: _, drafts: __, ...wrongs }: Findings): string[] =>
  Object.entries(wrongs).flatMap(([name, count]) => (count > 0 ? [`${name} ${count}`] : []));
