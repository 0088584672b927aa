/** A seeded random generator, so that a failing run can be repeated with the same choices. */
export type Chance = {
  /** From 0 up to, but not including, 1. */
  share(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
};

/** Mulberry32: 32 bits of state are plenty for a few thousand choices. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { share, between: (least, most) => least + Math.floor(share() * (most - least + 1)) };
}
