/** Prints how busy the machine is beside a benchmark: figures depend on it. */
import { cpus, loadavg } from 'node:os';

const load = (): string | undefined => loadavg()[0]?.toFixed(1);

export function printLoadAtStart(...facts: string[]): void {
  console.log([`${cpus().length} cores, load ${load()} at the start`, ...facts].join('; '));
}

export function printLoadAtEnd(): void {
  console.log(`Load ${load()} at the end. Other work on the machine moves every figure: trust ratios and medians.`);
}
