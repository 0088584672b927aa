/** Waits until `condition` returns something truthy, and returns that; fails at once when it throws. */
import { eventually } from '../../../test/support/eventually.ts';

type Falsy = false | 0 | '' | null | undefined;

class NotYet extends Error {}

export const until = <T>(condition: () => T | Promise<T>): Promise<Exclude<T, Falsy>> =>
  eventually(
    async () => {
      const seen = await condition();
      if (!seen) throw new NotYet(`last seen: ${JSON.stringify(seen)}`);
      return seen as Exclude<T, Falsy>;
    },
    { unless: (error) => !(error instanceof NotYet) },
  );
