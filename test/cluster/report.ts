/** Prints what a test has measured. */
export const report = (line: string): void => console.log(`      ${line}`);

export const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`;
