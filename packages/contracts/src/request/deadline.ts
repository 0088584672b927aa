/** The header that says how long a caller still waits for the answer: in milliseconds left, since clocks differ. */

export const DEADLINE_HEADER = 'x-deadline-ms';

const acceptable = /^[1-9]\d{0,5}$/;

/** Undefined where the header is absent or malformed. */
export const millisecondsIn = (given: string | undefined): number | undefined =>
  given !== undefined && acceptable.test(given) ? Number(given) : undefined;
