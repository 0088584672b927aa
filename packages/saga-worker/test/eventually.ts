/** Resolves once `condition` gives something truthy; fails at once when it throws, and with what it saw last when that never comes. */
import { eventually as untilNothingThrows } from '../../../test/support/eventually.ts';

type Falsy = false | 0 | '' | null | undefined;

class NotYet extends Error {}

export const eventually = <T>(condition: () => T | Promise<T>): Promise<Exclude<T, Falsy>> =>
  untilNothingThrows(async () => {
    const seen = await condition();
    if (!seen) throw new NotYet(`last seen: ${JSON.stringify(seen)}`);
    return seen as Exclude<T, Falsy>;
  }, { unless: (error) => !(error instanceof NotYet) });
