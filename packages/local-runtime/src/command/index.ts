/** `npm start` from its options to the end of its run. */
export { run } from './run.ts';
export { startOptionsFrom, usage } from './start-options.ts';
export { stopRequest, StopRequested } from './stop-request.ts';
