/** The publication saga, as its starter, its workers and its BPMN agree on it: topics, variables, results and progress. */
import Type, { type Static } from 'typebox';
import { Nullable, OneOf, Timestamp } from '../schema.ts';

export const PUBLICATION_PROCESS = 'offering-publication-saga';
export const CANCEL_MESSAGE = 'cancel-publication';

/** A publishing step may fail the saga by a BPMN error; a settling step undoes or releases, and is retried until it succeeds. */
export const publishingTopics = ['lock-prices', 'validate-specifications', 'create-store-entry', 'confirm-publication'] as const;
export const settlingTopics = ['revert-offering', 'delete-store-entry', 'unlock-prices'] as const;
export type PublishingTopic = (typeof publishingTopics)[number];
export type SettlingTopic = (typeof settlingTopics)[number];
export type SagaTopic = PublishingTopic | SettlingTopic;

/** Set by the starter. `traceContext` holds the B3 headers of the request that published; `deadline` is an ISO 8601 duration. */
export type PublicationVariables = {
  offeringId: string;
  offeringVersion: number;
  sagaId: string;
  specificationIds: string[];
  pricingIds: string[];
  correlationId: string;
  traceContext: Record<string, string>;
  deadline: string;
};

/** Set by the process, when a publication is undone: the error of a step, or PUBLICATION_TIMED_OUT, or PUBLICATION_CANCELLED. */
export type FailureVariables = { failureCode: string; failureMessage: string };

export type PublicationOutcome = 'DRAFT' | 'PUBLISHED';

/** What each step gives back to the process (SRS 7.1). */
export type StepResults = {
  'lock-prices': { lockResult: boolean };
  'validate-specifications': { validationResult: boolean };
  'create-store-entry': { storeEntryId: string };
  'confirm-publication': { publishedAt: string };
  'revert-offering': { outcome: PublicationOutcome };
  'delete-store-entry': Record<string, never>;
  'unlock-prices': Record<string, never>;
};

/** The steps by their ids in the process, on the way to a published offering and back to a draft. */
export const forwardSteps = [...publishingTopics, 'release-prices'] as const;
export type PublicationStepId = (typeof forwardSteps | typeof settlingTopics)[number];

/** `failed`: the publication is undone because of this step. `incident`: it has no attempts left and waits to be retried. */
export const stepStates = ['waiting', 'running', 'done', 'failed', 'incident'] as const;

export const PublicationStep = Type.Object({
  step: OneOf([...forwardSteps, ...settlingTopics] as const),
  state: OneOf(stepStates, { examples: ['done'] }),
  started_at: Nullable(Timestamp),
  ended_at: Nullable(Timestamp),
  attempts_left: Nullable(Type.Integer({ minimum: 0, description: 'Of a step that has begun and not ended' })),
  message: Nullable(Type.String({ description: 'Why it failed, or why its last attempt did; shown to administrators' })),
});
export type PublicationStep = Static<typeof PublicationStep>;
