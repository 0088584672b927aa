/** Tells writers whether a relay is awake, so that only the first of a burst notifies (see notify_outbox in migrations/0001-outbox.sql). */
import pg from 'pg';

export type OutboxGate = {
  /** Begins to hold the gate: from now on, or soon, writers do not notify. Does not wait; another relay may be holding it. */
  hold(): void;
  /** Writers notify again. */
  release(): Promise<void>;
  /** Have all committed who wrote while the gate was held and therefore told nobody? */
  silentWritersGone(): Promise<boolean>;
};

/**
 * To take the lock we wait in its queue: that alone turns writers silent, whereas only trying would never succeed under a steady load,
 * with always some writer sharing the lock.
 */
const HOLD_TIMEOUT = '250ms';
const LOCK_NOT_AVAILABLE = '55P03';

export async function openOutboxGate(client: pg.Client): Promise<OutboxGate> {
  await client.query(`set lock_timeout = '${HOLD_TIMEOUT}'`);
  let holding: Promise<boolean> | undefined;

  return {
    hold() {
      holding ??= lockAwake(client);
      void holding.then(
        (held) => {
          if (!held) holding = undefined;
        },
        () => {},
      ); // a failure is told by release
    },
    async release() {
      const held = await holding;
      holding = undefined;
      if (held) await client.query('select pg_advisory_unlock(42)');
    },
    async silentWritersGone() {
      const { rows } = await client.query<{ gone: boolean }>(
        'select case when pg_try_advisory_lock(43) then pg_advisory_unlock(43) else false end as gone',
      );
      return rows[0]?.gone === true;
    },
  };
}

async function lockAwake(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_lock(42)');
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}
