/** What the specification service does in a publication: make sure that the offering's specifications exist and are whole. */
import type { Step } from '@catalog/saga-worker';
import { requirePublishable } from './rules/index.ts';
import type { specifications } from './specifications.ts';

type Steps = { 'validate-specifications': Step<'validate-specifications'> };

export const sagaSteps = ({ find }: Pick<ReturnType<typeof specifications>, 'find'>): Steps => ({
  'validate-specifications': async ({ specificationIds }) => {
    requirePublishable(specificationIds, await find(specificationIds));
    return { validationResult: true };
  },
});
