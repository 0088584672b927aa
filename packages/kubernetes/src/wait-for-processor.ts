/** A program, run in a pod before anything else of the catalog: `node wait-for-processor.ts <seconds> <limit>` waits until the processor was to be had for up to
 * so many seconds, up to the limit at most. Both are drawn by chance for each pod, so that of many that were created at once one begins, and the others feel it. */
import { log } from '@catalog/observability';
import { type Patience, untilProcessorIsFree } from './free-processor.ts';

const [seconds, limit] = process.argv.slice(2).map(Number);
if (!seconds || !limit) throw new Error('Usage: node wait-for-processor.ts <seconds> <limit in seconds>');

const byChance = (most: number, least: number): number => Math.round(1_000 * (least + (most - least) * Math.random()));
const patience: Patience = { freeForMs: byChance(seconds, seconds / 8), limitMs: byChance(limit, limit / 4) };
const isFree = await untilProcessorIsFree(patience);
log.info(isFree ? 'The processor is free enough' : 'The processor did not become free; starting all the same', { free_for_ms: patience.freeForMs, limit_ms: patience.limitMs });
