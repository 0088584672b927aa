/** Refreshes documents of another layout in the background: those of before an upgrade, and those that an older replica still writes. */
import { log } from '@catalog/observability';
import { type Repeated, repeatedly } from '@catalog/timing';
import type { PublishedOfferings } from '../documents/index.ts';
import type { RefreshOffering } from '../projection/index.ts';
import { refreshAll } from './refresh-all.ts';

type Needs = { documents: Pick<PublishedOfferings, 'ofOtherLayouts'>; refresh: RefreshOffering };

const PAUSE_MS = 60_000;

export const refreshLayout = ({ documents, refresh }: Needs): Repeated =>
  repeatedly({
    everyMs: PAUSE_MS,
    work: async (stopped) => {
      const ids = await documents.ofOtherLayouts();
      if (ids.length === 0) return;
      await refreshAll(ids, refresh, async () => stopped.throwIfAborted());
      log.info('Offerings brought to the layout of this version', { offerings: ids.length });
    },
    onFailure: (error, failures) => log.warn('Offerings not brought to the layout of this version yet', { error, failures }),
  });
