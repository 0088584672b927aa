/** Prints lines on stdout, all that come in one turn of the event loop at once, for each write costs more than making the line; none is left behind when the process ends. */

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
