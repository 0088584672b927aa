/** Answers what is asked of a revision on its way to be published: what is in the way, and its publication, now or later. */
import { type Offering, openRevision } from '@catalog/contracts';
import { etagOf, type Request, requireMatch } from '@catalog/http/server';
import { type Database, idempotentlyAfter } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api } from '../api.ts';
import { knownReferences, type Lookups } from '../catalog-lookups.ts';
import type { OfferingStore } from '../offering/index.ts';
import { publicationObstacles, startPublication } from '../rules/index.ts';
import type { scheduleHandlers } from '../schedules/index.ts';

type Needs = {
  database: Database;
  offerings: OfferingStore;
  lookups: Lookups;
  now: () => string;
  /** Called once a requested publication is committed. */
  publicationRequested: () => void;
  scheduling: ReturnType<typeof scheduleHandlers>;
};

type Operations = (typeof api)['operations'];
type PublishRequest = Request<Operations['publishOffering'] | Operations['publishRevision']>;
type ValidateRequest = Request<Operations['validateOffering'] | Operations['validateRevision']>;

/** Refuses unless the revision that was asked for is the one that is being prepared. */
type Check = (current: Offering) => void;

export const publishHandlers = ({ database, offerings, lookups, now, publicationRequested, scheduling }: Needs) => {
  /** The revision that is being prepared, with everything it refers to learned of. */
  const learn = async ({ params, caller, authorization }: PublishRequest | ValidateRequest): Promise<Offering> => {
    const offering = await offerings(database, caller).get(params.id);
    await lookups.learnInFull(openRevision(offering) ?? offering, authorization);
    return offering;
  };

  return {
    async validate(request: ValidateRequest, check: Check) {
      const offering = await learn(request);
      check(offering);
      const reasons = publicationObstacles(offering, await knownReferences(database, openRevision(offering) ?? offering));
      return { status: 200 as const, body: { publishable: reasons.length === 0, reasons } };
    },

    async publish(request: PublishRequest, check: Check) {
      const { params, body, caller, preconditions, idempotency } = request;
      if (body?.at !== undefined) return scheduling.publishLater({ ...request, at: body.at }, check);
      const reply = await idempotentlyAfter(database, idempotency, {
        learn: async () => void (await learn(request)),
        work: async (tx) => {
          const started = await offerings(tx, caller).change(params.id, async (current, inner) => {
            requireMatch(preconditions, etagOf(current.version));
            check(current);
            const references = await knownReferences(inner, openRevision(current) ?? current);
            return startPublication(current, references, { sagaId: randomUUID(), now: now() });
          });
          return {
            status: 202 as const,
            body: {
              message: 'Publication saga initiated',
              saga_id: openRevision(started)!.saga_id!,
              offering_id: started.id,
              status: 'PUBLISHING' as const,
            },
          };
        },
      });
      publicationRequested();
      return reply;
    },
  };
};
