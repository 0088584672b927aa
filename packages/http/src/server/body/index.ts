/** Reading the body of a request within limits. */
export * from './body-too-large.ts';
export { bodyTooSlow } from './body-rate.ts';
export { malformedJson, notJson, readJsonBody } from './json-body.ts';
export { refuseUnstorableText } from './unstorable.ts';
