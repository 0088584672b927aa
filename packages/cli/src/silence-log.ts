/** Imported first: silences the log of what a command uses, unless LOG_LEVEL is set. */
process.env['LOG_LEVEL'] ??= 'SILENT';
