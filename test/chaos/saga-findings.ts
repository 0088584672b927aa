/** Judges how publications ended: counts what must never happen, over four services and the engine. Pure. */

export type Publication = { offering_id: string; saga_id: string };

export type Ending = 'PUBLISHED' | 'DRAFT';

export type StoredOffering = {
  id: string;
  lifecycle_status: string;
  last_publication_error: { code: string; saga_id: string } | null;
};
/** An OfferingPublished or OfferingPublicationFailed that a subscriber heard of, however often it came. */
export type Effect = { event_id: string; ending: Ending };

/** What everybody says when all is quiet. */
export type Truth = {
  offerings: ReadonlyMap<string, StoredOffering>;
  /** Ids of the offerings that the store serves, and of those it has prepared only. */
  shown: ReadonlySet<string>;
  prepared: ReadonlySet<string>;
  /** The sagas that hold a lock on a price, that the engine runs, that wait there for an operator. */
  locking: ReadonlySet<string>;
  running: ReadonlySet<string>;
  stuck: ReadonlySet<string>;
  effects: ReadonlyMap<string, readonly Effect[]>;
};

export type Findings = {
  published: number;
  drafts: number;
  /** Neither PUBLISHED nor DRAFT. */
  undecided: number;
  /** PUBLISHED, and not in the store. */
  hidden: number;
  /** Not PUBLISHED, and in the store. */
  leaked: number;
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
  const count = (isSo: (publication: Publication, offering: StoredOffering | undefined) => boolean): number =>
    publications.filter((publication) => isSo(publication, truth.offerings.get(publication.offering_id))).length;
  const endingsOf = ({ saga_id }: Publication) => (effects.get(saga_id) ?? []).map((effect) => effect.ending);
  return {
    published: count((_, offering) => offering?.lifecycle_status === 'PUBLISHED'),
    drafts: count((_, offering) => offering?.lifecycle_status === 'DRAFT'),
    undecided: count((_, offering) => !['PUBLISHED', 'DRAFT'].includes(offering?.lifecycle_status ?? '')),
    hidden: count(({ offering_id }, offering) => offering?.lifecycle_status === 'PUBLISHED' && !shown.has(offering_id)),
    leaked: count(({ offering_id }, offering) => offering?.lifecycle_status !== 'PUBLISHED' && shown.has(offering_id)),
    unexplained: count(
      ({ saga_id }, offering) => offering?.lifecycle_status === 'DRAFT' && offering.last_publication_error?.saga_id !== saga_id,
    ),
    abandoned: count(({ offering_id }) => prepared.has(offering_id)),
    locked: count(({ saga_id }) => locking.has(saga_id) && !running.has(saga_id)),
    open: count(({ saga_id }) => running.has(saga_id)),
    incidents: count(({ saga_id }) => stuck.has(saga_id)),
    silent: count((publication) => endingsOf(publication).length === 0),
    contradicted: count((publication, offering) => {
      const endings = endingsOf(publication);
      return endings.length > 1 || endings.some((heard) => heard !== offering?.lifecycle_status);
    }),
    unexpected: count(
      (_, offering) =>
        (ending !== undefined && offering?.lifecycle_status !== ending) ||
        (reasons !== undefined && !reasons.includes(offering?.last_publication_error?.code ?? '')),
    ),
  };
}

/** The names of what must never be and is. */
export const faultsIn = ({ published: _, drafts: __, ...wrongs }: Findings): string[] =>
  Object.entries(wrongs).flatMap(([name, count]) => (count > 0 ? [`${name} ${count}`] : []));
