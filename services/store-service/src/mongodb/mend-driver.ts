/**
 * Mends the MongoDB driver 6.22: a command about to be written when its connection was lost would wait for ever. Where that command was the
 * check whether the server is there, the client would never find the server again. Socket errors get the driver's own class as well.
 */
import { MongoError, MongoNetworkError } from 'mongodb';
import driver, { type WriteCommand } from 'mongodb/lib/cmap/connection.js';

const { prototype } = driver.Connection;
let isMended = false;

export function mendDriver(): void {
  if (isMended) return;
  isMended = true;
  prototype.writeCommand = endingWithItsSocket(prototype.writeCommand);
}

/** The driver waits for `drain` or `error`; a socket that was destroyed meanwhile has nothing but `close` to say. */
export const endingWithItsSocket = (writeCommand: WriteCommand): WriteCommand =>
  async function (command, options) {
    const closed = Promise.withResolvers<never>();
    const onClose = () => closed.reject(new MongoNetworkError(`connection to ${this.address} closed before a command was written`));
    this.socket.once('close', onClose);
    try {
      return await Promise.race([writeCommand.call(this, command, options), closed.promise]);
    } catch (error) {
      throw error instanceof Error && !(error instanceof MongoError) ? new MongoNetworkError(error.message, { cause: error }) : error;
    } finally {
      this.socket.off('close', onClose);
    }
  };
