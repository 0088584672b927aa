/**
 * A program that runs in a pod before its service: `node wait-for-processor.ts <seconds> <limit>` waits until the processor has been free
 * for so many seconds, but not longer than the limit. Both vary at random, so that of many new pods one starts first and the others notice.
 */
import { log } from '@catalog/observability';
import { type ProcessorWait, untilProcessorIsFree } from './until-processor-is-free.ts';

const [seconds, limit] = process.argv.slice(2).map(Number);
if (!seconds || !limit) throw new Error('Usage: node wait-for-processor.ts <seconds> <limit in seconds>');

const atRandom = (most: number, least: number): number => Math.round(1_000 * (least + (most - least) * Math.random()));
const wait: ProcessorWait = { freeForMs: atRandom(seconds, seconds / 8), limitMs: atRandom(limit, limit / 4) };
const isFree = await untilProcessorIsFree(wait);
const message = isFree ? 'The processor is free enough' : 'The processor did not become free; starting all the same';
log.info(message, { free_for_ms: wait.freeForMs, limit_ms: wait.limitMs });
