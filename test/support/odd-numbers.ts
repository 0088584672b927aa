/** Texts that one programming language or another takes for a number, and people do not, or that are beyond every range. */
export const oddNumbers: readonly string[] = [
  'Infinity', '-Infinity', 'NaN', '1e309', '1e400', '-1e400', '1e1', '1E1', '0x2', '0b1', '0o7', ' 5', '5 ', '\u00a05', '+5', '५', '５', '', ' ',
  '1_000', '1,5', '1.000,00', '.5', '5.', '1..5', '00', '05', '--5', '5n', '½', 'true', 'null', '[5]', '9'.repeat(400), `0.${'0'.repeat(400)}1`, '1\u200b',
];
