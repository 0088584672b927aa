/** A program, run in a pod before anything else of the catalog: `node wait-for-idle-node.ts <seconds> <limit>` waits until the node has had time to spare for up to
 * so many seconds, up to the limit. Both are drawn by chance for each pod, so that of many that were created at once one begins, and the others see that. */
import { log } from '@catalog/observability';
import { type Patience, untilIdle } from './idle-node.ts';

const [seconds, limit] = process.argv.slice(2).map(Number);
if (!seconds || !limit) throw new Error('Usage: node wait-for-idle-node.ts <seconds> <limit in seconds>');

const byChance = (most: number, least: number): number => Math.round(1_000 * (least + (most - least) * Math.random()));
const patience: Patience = { idleForMs: byChance(seconds, seconds / 8), limitMs: byChance(limit, seconds) };
const wasIdle = await untilIdle(patience);
log.info(wasIdle ? 'The node is idle enough' : 'The node was not idle; starting all the same', { idle_for_ms: patience.idleForMs, limit_ms: patience.limitMs });
