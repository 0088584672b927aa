/** How long whoever asks still waits for the answer, as a call carries it: in milliseconds left, since clocks differ. */

export const DEADLINE_HEADER = 'x-deadline-ms';

const acceptable = /^[1-9]\d{0,5}$/;

/** Undefined where nothing is said, or nothing that makes sense. */
export const millisecondsIn = (given: string | undefined): number | undefined =>
  given !== undefined && acceptable.test(given) ? Number(given) : undefined;
