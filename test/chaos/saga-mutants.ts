/** Puts deliberate faults into services when they are loaded: checks that do not find these could not be trusted with the real ones. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@catalog/contracts';

type Edit = { file: string; code: string; instead: string };
type Change = { service: ServiceName; edits: readonly Edit[] };

export const mutants = {
  'confirms what is no longer its own': {
    service: 'offering-service',
    edits: [
      {
        file: 'services/offering-service/src/rules/publication.ts',
        code: 'const open = beingPublishedBy(current, sagaId);',
        instead: 'const open = beingPublishedBy(current, sagaId) ?? current;',
      },
    ],
  },
  'reverts what is published': {
    service: 'offering-service',
    edits: [
      {
        file: 'services/offering-service/src/publications/saga-steps.ts',
        code: `if ((await revisionRecords(database).publishedBy(sagaId)) !== null) return { outcome: 'PUBLISHED' };`,
        instead: '',
      },
      {
        file: 'services/offering-service/src/rules/publication.ts',
        code: 'if (!beingPublishedBy(current, sagaId)) return undefined;',
        instead: '',
      },
    ],
  },
  'keeps the locks of a success': {
    service: 'pricing-service',
    edits: [
      {
        file: 'services/pricing-service/src/saga-steps.ts',
        code: `'unlock-prices': async ({ sagaId }) => {`,
        instead: `'unlock-prices': async ({ sagaId, failureCode }) => { if (failureCode === undefined) return {};`,
      },
    ],
  },
  'never runs out of attempts': {
    service: 'offering-service',
    edits: [
      {
        file: 'packages/saga-worker/src/worker/decide-on-failure.ts',
        code: 'const left = (retries ?? allowed) - 1;',
        instead: 'const left = allowed - 1;',
      },
    ],
  },
  'undoes more than its own entry': {
    service: 'store-service',
    edits: [
      {
        file: 'services/store-service/src/documents/published-offerings.ts',
        code: `collection.deleteOne({ _id: id, status: 'PENDING', saga_id: sagaId })`,
        instead: 'collection.deleteOne({ _id: id })',
      },
    ],
  },
  'shows the prices of the next revision': {
    service: 'store-service',
    edits: [
      {
        file: 'services/store-service/src/rules/document/assemble-offering.ts',
        code: 'known(prices, offering.pricing_ids)',
        instead: 'known(prices, offering.next_revision?.pricing_ids ?? offering.pricing_ids)',
      },
    ],
  },
} satisfies Record<string, Change>;
export type Mutant = keyof typeof mutants;

/** What the run wants a service to be when it starts next, and whether it has become that; both are files in `folder`. */
export const mutantIn = (folder: string) => ({
  want(mutant: Mutant): void {
    rmSync(join(folder, 'mutated'), { force: true });
    writeFileSync(join(folder, 'mutant'), mutant);
  },

  hasMutated: (): boolean => existsSync(join(folder, 'mutated')),

  /** Code that is not there any more stops the service. */
  become(service: string): void {
    if (!existsSync(join(folder, 'mutant'))) return;
    const mutant = readFileSync(join(folder, 'mutant'), 'utf8') as Mutant;
    const { service: mutated, edits } = mutants[mutant];
    if (mutated === service) for (const edit of edits) change(edit, () => writeFileSync(join(folder, 'mutated'), ''));
  },
});

function change({ file, code, instead }: Edit, onChanged: () => void): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(file)) return loaded;
      const source = readFileSync(fileURLToPath(url), 'utf8');
      if (!source.includes(code)) throw new Error(`There is no longer anything to change in ${file}`);
      onChanged();
      return { ...loaded, source: source.replace(code, instead) };
    },
  });
}
