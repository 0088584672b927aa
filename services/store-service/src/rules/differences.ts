/** Compares what the store should have with what it has: by id, by version, and by content if there is any. */
import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../api.ts';

export type Seen = { version: number; content?: unknown };

export function differencesBetween(wanted: ReadonlyMap<string, Seen>, found: ReadonlyMap<string, Seen>): Difference[] {
  const ids = new Set([...wanted.keys(), ...found.keys()]);
  return [...ids].flatMap((id) => {
    const [should, is] = [wanted.get(id), found.get(id)];
    const problem = problemOf(should, is);
    return problem ? { id, problem, expected_version: should?.version ?? null, version: is?.version ?? null } : [];
  });
}

function problemOf(should: Seen | undefined, is: Seen | undefined): Difference['problem'] | undefined {
  if (!is) return 'MISSING';
  if (!should) return 'SURPLUS';
  // Versions say nothing here: a document is not rewritten for a newer version that changes nothing it shows.
  if (should.content !== undefined) return isDeepStrictEqual(should.content, is.content) ? undefined : 'OUTDATED';
  if (should.version === is.version) return undefined;
  return is.version > should.version ? 'AHEAD' : 'OUTDATED';
}
