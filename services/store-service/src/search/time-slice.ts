/** Long work in short turns: between them everybody else gets the event loop. */
import { setImmediate as others } from 'node:timers/promises';

export type Turn = {
  isOver(): boolean;
  /** Lets the others go first, and begins the next. */
  next(): Promise<void>;
};

const TURN_MS = 10;

export function turns(): Turn {
  let begun = performance.now();
  return {
    isOver: () => performance.now() - begun > TURN_MS,
    async next() {
      await others();
      begun = performance.now();
    },
  };
}
