/** The log, the line on a handled request, and what keeps secrets out of both. */
export { type LogFields, log } from './log.ts';
export { redactText } from './redact.ts';
export { type HandledRequest, logRequest } from './log-request.ts';
