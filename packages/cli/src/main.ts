/** The `catalog` command for operators. */
import './silence-log.ts';
import { program } from 'commander';
import { errorMessage } from './access/index.ts';
import {
  deadLetterCommands,
  exportCommand,
  importCommand,
  keysCommands,
  outboxCommands,
  sagasCommands,
  storeCommands,
} from './commands/index.ts';
import { logsCommand } from './logs/index.ts';

program
  .name('catalog')
  .description('Operates a product catalog')
  .addCommand(exportCommand())
  .addCommand(importCommand())
  .addCommand(sagasCommands())
  .addCommand(storeCommands())
  .addCommand(outboxCommands())
  .addCommand(deadLetterCommands())
  .addCommand(keysCommands())
  .addCommand(logsCommand());
await program.parseAsync().catch((error: unknown) => {
  console.error(errorMessage(error));
  process.exitCode = 1;
});
