/** What is sent to the server, in short: `insert prices`, `savepoint`, `commit`. */
import pg from 'pg';

/** The statements that this process sends while `work` runs, whoever sends them. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function record(this: pg.Client, ...given: unknown[]) {
    const [first] = given as [string | { text: string }];
    sent.push(inShort(typeof first === 'string' ? first : first.text));
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    await work();
    return sent;
  } finally {
    pg.Client.prototype.query = query;
  }
}

function inShort(statement: string): string {
  const text = statement.replace(/^\s*update/i, 'update update');
  const [, verb = '', table = ''] = /^\s*(\w+)(?:[^;]*?\b(?:into|from|update)\s+"?(\w+))?/is.exec(text) ?? [];
  return [verb.toLowerCase(), table].filter(Boolean).join(' ');
}
