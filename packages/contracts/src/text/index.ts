/** The rules of text that people write. */
export * from './name.ts';
export * from './lines.ts';
