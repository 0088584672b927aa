/** Prints lines on stdout: those of one turn of the event loop by one write, since a write costs more than making a line, and the last ones before the process ends. */

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
