/** Imported first: what the relay and the bus log about the faults done to them is expected here, and silent unless LOG_LEVEL asks for it. */
process.env['LOG_LEVEL'] ??= 'SILENT';
