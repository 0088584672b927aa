/** What a person sees of a start, and of what runs afterwards. */
export { createDisplay, type Display, type Phase } from './display.ts';
export { showStart } from './show-start.ts';
export { serverSummary, summary } from './summary.ts';
