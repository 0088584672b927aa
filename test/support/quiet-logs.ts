/** Imported first: what relay and bus log about the faults done to them is expected, and silent unless LOG_LEVEL asks for it. */
process.env['LOG_LEVEL'] ??= 'SILENT';
