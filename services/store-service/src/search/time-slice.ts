/** Splits long computations into slices of 10 ms, so that other requests get the event loop in between. */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

type TimeSlice = {
  isOver(): boolean;
  /** Lets other work run and begins the next slice. */
  next(): Promise<void>;
};

const SLICE_MS = 10;

export function timeSlice(): TimeSlice {
  let begun = performance.now();
  return {
    isOver: () => performance.now() - begun > SLICE_MS,
    async next() {
      await yieldToEventLoop();
      begun = performance.now();
    },
  };
}
