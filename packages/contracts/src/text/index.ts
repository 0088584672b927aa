/** The rules of text that people write. */
export * from './line.ts';
export * from './name.ts';
export * from './lines.ts';
