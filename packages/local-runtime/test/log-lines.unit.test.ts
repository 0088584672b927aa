/** Reading a log that is being written: each line once, whatever happens to the file. */
import { expect } from 'chai';
import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogPosition, readLogLines } from '../src/logs/log-lines.ts';

describe('the lines of a log file', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'log-lines-'));
    file = join(directory, 'some.log');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const readAll = async (from?: LogPosition, pieceBytes?: number) => {
    const texts: string[] = [];
    let position = from;
    for (;;) {
      const piece = await readLogLines(file, position, pieceBytes);
      if (!piece) return { texts, position };
      texts.push(...piece.lines.map(({ text }) => text));
      position = piece.position;
    }
  };

  it('are none as long as there is no file', async () => {
    expect(await readLogLines(file, undefined)).to.equal(undefined);
  });

  it('go on where the last piece ended, and say where in the file they begin', async () => {
    await writeFile(file, 'one\nzwölf\n');
    const { position } = await readAll();
    await appendFile(file, 'three\n\n  \nfour\n');
    const piece = await readLogLines(file, position);
    expect(piece?.lines).to.eql([
      { text: 'three', offset: 11 },
      { text: 'four', offset: 21 },
    ]);
    expect(piece?.isLast).to.equal(true);
    expect(await readLogLines(file, piece?.position)).to.equal(undefined);
  });

  it('are whole: one that is half written waits for its other half', async () => {
    await writeFile(file, 'one\ntw');
    const { texts, position } = await readAll();
    expect(texts).to.eql(['one']);
    await appendFile(file, 'o\n');
    expect((await readAll(position)).texts).to.eql(['two']);
  });

  it('are read in pieces, and one that is longer than a piece in parts', async () => {
    await writeFile(file, 'one\ntwo\na line that is long\nend\n');
    const { texts } = await readAll(undefined, 8);
    expect(texts).to.eql(['one', 'two', 'a line t', 'hat is l', 'ong', 'end']);
    expect((await readLogLines(file, undefined, 8))?.isLast).to.equal(false);
  });

  it('are read to the end of a file that was set aside before those of the next', async () => {
    await writeFile(file, 'one\ntwo\n');
    const first = await readLogLines(file, undefined, 4);
    await appendFile(file, 'last words');
    await rename(file, `${file}.old`);
    await writeFile(file, 'new\n');
    expect((await readAll(first?.position)).texts).to.eql(['two', 'last words', 'new']);
  });

  it('are all read of a file that has taken the place of another', async () => {
    await writeFile(file, 'one\ntwo\n');
    const { position } = await readAll();
    await writeFile(join(directory, 'other'), 'another one\nanother two\n');
    await rename(join(directory, 'other'), file);
    expect((await readAll(position)).texts).to.eql(['another one', 'another two']);
  });

  it('are read from the beginning of a file that was emptied', async () => {
    await writeFile(file, 'one\ntwo\n');
    const { position } = await readAll();
    await writeFile(file, 'new\n');
    expect((await readAll(position)).texts).to.eql(['new']);
  });
});
