/** Speaks to a server in bytes, so that a test can say what no HTTP client would. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Everything that is said until the server closes the connection; once it says something, nothing more is sent. */
export async function say(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open(url);
  const heard = hear(socket);
  await sendUntilAnswered(socket, parts);
  return heard;
}

/** What is said first, up to the end of its JSON body, on a connection that is then hung up: a server may reset one that it closes while more is coming, and its answer is lost with it. */
export async function sayAndHangUp(url: string, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open(url);
  const heard = hear(socket);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
    if (answer.endsWith('}')) socket.destroy();
  });
  await sendUntilAnswered(socket, parts);
  return heard;
}

async function sendUntilAnswered(socket: Socket, parts: (string | Buffer)[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed || socket.bytesRead > 0) return;
    await new Promise((resolve) => { socket.write(part, resolve); });
  }
}

export async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

export function hear(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('data', (chunk) => { heard += chunk.toString(); });
  return new Promise((resolve) => { socket.once('close', () => resolve(heard)); });
}

/** Of each answer in what was heard; one may follow right after the body of another. */
export const statusesIn = (heard: string): number[] => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
