// Sends one command in MongoDB's own protocol, so that this package needs no driver just to see the server answer.
import { once } from 'node:events';
import { connect } from 'node:net';

type Value = string | number | Value[] | { [name: string]: Value };

const opMsg = 2013;
const replyLimitMs = 5_000;

// The reply as bytes; `numberIn` finds a number in it.
export async function mongoCommand(url: string, command: { [name: string]: Value }): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(replyLimitMs, () => socket.destroy(new Error('MongoDB did not reply')));
  try {
    const document = encode(command);
    const head = Buffer.alloc(21); // length, request, response to, operation, flags, kind of section
    head.writeInt32LE(head.length + document.length, 0);
    head.writeInt32LE(opMsg, 12);
    socket.write(Buffer.concat([head, document]));
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply;
  } finally {
    socket.destroy();
  }
}

export function numberIn(reply: Buffer, name: string): number | undefined {
  for (const [type, read] of [
    ['\x10', 'readInt32LE'],
    ['\x01', 'readDoubleLE'],
  ] as const) {
    const at = reply.indexOf(`${type}${name}\0`, 21, 'latin1');
    if (at >= 0) return reply[read](at + name.length + 2);
  }
  return undefined;
}

function encode(document: Value[] | { [name: string]: Value }): Buffer {
  const elements = Buffer.concat(Object.entries(document).map(([name, value]) => element(name, value)));
  const whole = Buffer.alloc(elements.length + 5);
  whole.writeInt32LE(whole.length, 0);
  elements.copy(whole, 4);
  return whole;
}

function element(name: string, value: Value): Buffer {
  const named = (type: number, content: Buffer) => Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), content]);
  if (typeof value === 'number') return named(0x10, int32(value));
  if (typeof value === 'string') return named(0x02, Buffer.concat([int32(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]));
  return named(Array.isArray(value) ? 0x04 : 0x03, encode(value));
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
