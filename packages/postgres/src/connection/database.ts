/** Opens a service's database and keeps it usable through restarts of the server; values arrive in the shapes the wire uses. */
import { setTimeout as delay } from 'node:timers/promises';
import { Rejection } from '@catalog/contracts';
import { inTransaction, log, type PoolState, showPool } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import {
  type CommonQueryMethods,
  createPool,
  type DatabasePool,
  type DatabaseTransactionConnection,
  IntegrityConstraintViolationError,
} from 'slonik';
import { statementSpans } from './statement-spans.ts';
import { valueParsers } from './value-parsers.ts';

type InTransaction = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** What the pool and a transaction both offer; `transaction` inside a transaction is that same one. */
export type Database = Omit<CommonQueryMethods, 'transaction'> & { transaction: InTransaction };

/** When `work` of a savepoint throws, what it did is undone, and the transaction may go on. */
export type Transaction = Database & { savepoint: InTransaction };

export type ConnectOptions = { maximumPoolSize?: number; applicationName?: string };

const STATEMENT_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
const IDLE_CONNECTION_MS = 60_000;
const SERVER_AWAITED_MS = 60_000;
const RECONNECT = { first: 200, limit: 5_000 };

export async function connect(databaseUrl: string, options: ConnectOptions = {}): Promise<Database & { end(): Promise<void> }> {
  const pool = await poolOnceReachable(withApplicationName(databaseUrl, options.applicationName), options.maximumPoolSize ?? 10);
  pool.on('error', (error) => {
    if (!isAboutAStatement(error)) log.warn('Database connection lost', { error });
  });
  const hide = showPool('database', () => stateOf(pool));
  return { ...pool, transaction: transactionIn(pool), end: () => pool.end().finally(hide) };
}

function stateOf(pool: DatabasePool): PoolState {
  const { acquiredConnections, idleConnections, waitingClients } = pool.state();
  return { in_use: acquiredConnections, idle: idleConnections, waiting: waitingClients };
}

async function poolOnceReachable(databaseUrl: string, maxPoolSize: number): Promise<DatabasePool> {
  const deadline = Date.now() + SERVER_AWAITED_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await createPool(databaseUrl, { ...poolSettings, maxPoolSize });
    } catch (error) {
      if (isRefusedForGood(error) || Date.now() > deadline) throw error;
      log.warn('Database not reachable yet', { error });
      await delay(growingDelay(tries, RECONNECT));
    }
  }
}

/** slonik throws a connection away when work on it threw; a refusal leaves it sound, and reconnecting costs ten times a query. */
function transactionIn(pool: DatabasePool): InTransaction {
  return async (work) => {
    const outcome = await pool.connect(async (connection) => {
      try {
        return { result: await connection.transaction((tx) => inTransaction(() => work(joinable(tx)))) };
      } catch (error) {
        if (error instanceof Rejection || error instanceof IntegrityConstraintViolationError) return { error };
        throw error;
      }
    });
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  };
}

/** slonik makes a savepoint of each transaction in a transaction; whoever asks for one mostly only wants to be in one. */
function joinable(tx: DatabaseTransactionConnection): Transaction {
  const own: Pick<Transaction, 'transaction' | 'savepoint'> = {
    transaction: (work) => work(same),
    savepoint: (work) => tx.transaction((inner) => work(joinable(inner))),
  };
  const same: Transaction = Object.assign(Object.create(tx) as DatabaseTransactionConnection, own);
  return same;
}

const poolSettings = {
  statementTimeout: STATEMENT_TIMEOUT_MS,
  idleInTransactionSessionTimeout: IDLE_IN_TRANSACTION_MS,
  idleTimeout: IDLE_CONNECTION_MS,
  // The default sends DISCARD ALL after every use. Nothing here leaves anything in a session: settings and locks belong to transactions.
  resetConnection: async () => {},
  typeParsers: valueParsers,
  interceptors: [statementSpans],
};

/** Wrong credentials (class 28) and a database that does not exist do not mend themselves. */
function isRefusedForGood(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('28') || code === '3D000';
}

/** The pool tells of failed statements too, which their callers hear of anyway. SQLSTATE class 57P is a server that ends the connection. */
const isAboutAStatement = (error: unknown): boolean => /^(?!57P|08|EPIPE)[\dA-Z]{5}$/.test(codeOf(error));

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function withApplicationName(databaseUrl: string, applicationName: string | undefined): string {
  if (applicationName === undefined) return databaseUrl;
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', applicationName);
  return url.href;
}
