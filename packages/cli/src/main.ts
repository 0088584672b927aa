/** The `catalog` command: what an operator does by hand, each group of commands in its own file. */
import { program } from 'commander';
import { outboxCommands } from './outbox.ts';

program.name('catalog').description('Operates a product catalog').addCommand(outboxCommands());
await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
