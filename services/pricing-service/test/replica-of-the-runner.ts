/** A process that carries out what is due at a moment (`DATABASE_URL`, `NOW`), and ends; a test kills it in the middle of that. */
import { connect } from '@catalog/postgres';
import { carryOutNext } from '../src/calendar/calendar-runner.ts';

const { DATABASE_URL, NOW } = process.env as Record<'DATABASE_URL' | 'NOW', string>;
const database = await connect(DATABASE_URL, { maximumPoolSize: 1 });
while (await carryOutNext(database, NOW));
await database.end();
