/** The `catalog` command: what an operator does by hand, each group of commands in its own file. */
import './quiet.ts';
import { program } from 'commander';
import { deadLetterCommands } from './dead-letters.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { keysCommands } from './keys.ts';
import { logsCommand } from './logs.ts';
import { outboxCommands } from './outbox.ts';
import { sagasCommands } from './sagas.ts';
import { storeCommands } from './store.ts';

program.name('catalog').description('Operates a product catalog')
  .addCommand(exportCommand())
  .addCommand(importCommand())
  .addCommand(sagasCommands())
  .addCommand(storeCommands())
  .addCommand(outboxCommands())
  .addCommand(deadLetterCommands())
  .addCommand(keysCommands())
  .addCommand(logsCommand());
await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
