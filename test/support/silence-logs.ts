/** To be imported first: silences the log of this process, unless LOG_LEVEL is set. */
process.env['LOG_LEVEL'] ??= 'SILENT';
