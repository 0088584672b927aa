/** Projects events into the read model: stores the state they carry if it is newer, then refreshes every offering it is part of. */
import type { AnyEvent, EventOnTopic, Topic } from '@catalog/contracts';
import { histogram } from '@catalog/observability';
import type { PublishedOfferings, SourceKind } from '../documents/index.ts';
import { retryDuringOutage } from '../mongodb/index.ts';
import type { CatalogReplicas, ReplicaCollection, Versioned } from '../replicas/index.ts';
import type { ProcessedEvents } from './processed-events.ts';
import type { RefreshOffering } from './refresh-offering.ts';

type Needs = {
  replicas: CatalogReplicas;
  documents: Pick<PublishedOfferings, 'using'>;
  refresh: RefreshOffering;
  processed: ProcessedEvents;
};

type Projections = { [T in Topic]: (event: EventOnTopic[T]) => Promise<void> };

/** An outdated event refreshes too: the delivery of the newer one may have died half way. */
export const projections = ({ replicas, documents, refresh, processed }: Needs): Projections => {
  const refreshUsing = async (kind: SourceKind, { payload: { id } }: AnyEvent) => {
    await Promise.all((await documents.using(kind, id)).map(refresh));
  };
  return {
    'resource.characteristics.events': once(processed, async (event) => {
      await applyState(event, replicas.characteristics);
      await refreshUsing('characteristics', event);
    }),

    'resource.specifications.events': once(processed, async (event) => {
      await applyState(event, replicas.specifications);
      await refreshUsing('specifications', event);
    }),

    'commercial.pricing.events': once(processed, async (event) => {
      await applyState(event, replicas.prices);
      await refreshUsing('prices', event);
    }),

    'product.categories.events': once(processed, async (event) => {
      await applyState(event, replicas.categories);
      await refreshUsing('categories', event);
    }),

    'product.offerings.events': once(processed, async (event) => {
      await applyState(event, replicas.offerings);
      await refresh(event.payload.id);
    }),
  };
};

const applyState = <S extends Versioned>(
  { event_type, payload, timestamp }: Pick<AnyEvent, 'event_type' | 'timestamp'> & { payload: S },
  replicas: ReplicaCollection<S>,
): Promise<void> => replicas.apply(payload, { deleted: event_type.endsWith('Deleted'), happened: new Date(timestamp) });

const lag = histogram({
  name: 'store_event_lag_seconds',
  help: 'From the moment an event happened to the moment the store shows it',
  labels: ['event_type'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
});

const once =
  <E extends AnyEvent>(processed: ProcessedEvents, effect: (event: E) => Promise<void>) =>
  async (event: E): Promise<void> => {
    await retryDuringOutage(async () => {
      if (await processed.has(event)) return;
      await effect(event);
      await processed.add(event);
      lag.observe({ event_type: event.event_type }, Math.max(0, Date.now() - Date.parse(event.timestamp)) / 1000);
    });
  };
