/**
 * The text of a cell, so that a spreadsheet shows it and does not carry it out: what begins like a formula gets an apostrophe before it,
 * which is taken off again when the cell is read (OWASP, CSV injection). Numbers stay numbers.
 */

const likeAFormula = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

export const cellOf = (text: string): string => quoted(likeAFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text);

/** Of a cell as it was parsed, without quotes. */
export const textOf = (cell: string): string => (cell.startsWith("'") && likeAFormula.test(cell) ? cell.slice(1) : cell);

// A parser that trims would take what is white space at the ends of a bare cell for no part of it.
const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
