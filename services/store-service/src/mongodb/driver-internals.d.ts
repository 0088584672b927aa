/** What `mend-driver.ts` reaches into the MongoDB driver for. */
declare module 'mongodb/lib/cmap/connection.js' {
  import type { Socket } from 'node:net';

  export type WriteCommand = (this: { socket: Socket; address: string }, command: unknown, options: object) => Promise<void>;
  const internals: { Connection: { prototype: { writeCommand: WriteCommand } } };
  export default internals;
}
