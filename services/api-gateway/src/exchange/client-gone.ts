/** The client hung up: there is nobody to answer, and the upstream is not to blame. */
export class ClientGone extends Error {
  constructor() {
    super('The client hung up');
  }
}

/** The status in logs and metrics for a request that got no answer because its client hung up; the number is nginx's. */
export const CLIENT_CLOSED_REQUEST = 499;
