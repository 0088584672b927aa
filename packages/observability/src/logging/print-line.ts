/** Prints lines on stdout: one write for all of one turn of the event loop, since writes are costly, and one before the process ends. */

let waiting = '';

export function printLine(line: string): void {
  if (waiting === '') setImmediate(flush);
  waiting += `${line}\n`;
}

function flush(): void {
  if (waiting === '') return;
  const lines = waiting;
  waiting = '';
  process.stdout.write(lines);
}

process.on('exit', flush);
