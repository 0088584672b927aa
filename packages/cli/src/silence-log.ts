/** Imported first: a command says what it has to say in its own words, so the log is silent unless LOG_LEVEL asks for it. */
process.env['LOG_LEVEL'] ??= 'SILENT';
