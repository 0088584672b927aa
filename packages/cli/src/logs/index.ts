/** `catalog logs`, and how it finds and shows lines. */
export { logsCommand } from './logs-command.ts';
