/** An API as an OpenAPI document. */
export { openApiOf } from './openapi.ts';
