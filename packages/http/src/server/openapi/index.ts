export { openApiOf } from './openapi.ts';
