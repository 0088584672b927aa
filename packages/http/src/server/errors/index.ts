export * from './error-statuses.ts';
export * from './refusal-reply.ts';
