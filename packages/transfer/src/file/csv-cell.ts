/**
 * Text in a cell, so that a spreadsheet shows it and does not run it as a formula: what begins like one gets an apostrophe before it,
 * which is removed when the cell is read (OWASP, CSV injection). Numbers stay numbers.
 */

const likeAFormula = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

export const cellOf = (text: string): string => (likeAFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text);

export const textOf = (cell: string): string => (cell.startsWith("'") && likeAFormula.test(cell) ? cell.slice(1) : cell);
