/** Where a request goes, and who may send it. */
export {
  type Access,
  accessTo,
  canonicalPath,
  type Destination,
  destinationOf,
  isClosed,
  isRead,
  honoursIdempotencyKey,
  passedMethods,
  passwordOperations,
  type Route,
  routeOf,
  type Upstream,
  upstreams,
} from './routes.ts';
