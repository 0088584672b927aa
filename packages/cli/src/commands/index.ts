/** One file per group of commands. */
export { deadLetterCommands } from './dead-letter-commands.ts';
export { exportCommand } from './export-command.ts';
export { importCommand } from './import-command.ts';
export { keysCommands } from './keys-commands.ts';
export { outboxCommands } from './outbox-commands.ts';
export { sagasCommands } from './sagas-commands.ts';
export { storeCommands } from './store-commands.ts';
