/**
 * Parses `characteristic=<attribute>:<operator><value>` with alternatives separated by `|`; a syntax error is refused with
 * VALIDATION_ERROR and its position.
 */
import { Rejection, unitsOfMeasure, VALUE_LENGTH } from '@catalog/contracts';
import { isUnitName, parseDecimal, parseQuantity, type Quantity, quantityOf, textKey, type Written } from '../document/index.ts';

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=';

/** A `number` compares with values as they were entered, in any unit; a `quantity` with values of its dimension; a `text` by = and !=. */
type Operand = { kind: 'quantity'; quantity: Quantity } | { kind: 'number'; number: number } | { kind: 'text'; text: string };

export type Comparison = { attribute: string; operator: Operator; operand: Operand };

/** Holds if any of its comparisons does. */
export type CharacteristicFilter = Comparison[];

/**
 * Later alternatives may leave out the attribute (`Speed:<50Mbps|>=1Gbps`), and after `=` the operator too (`Technology:=4G|5G`).
 * A value in double quotes is text whatever it looks like, with `\"` and `\\` for quotes and backslashes.
 */
export function parseCharacteristicFilter(text: string): CharacteristicFilter {
  const comparisons: Comparison[] = [];
  let position = 0;
  do {
    const head = headAt(text, position, comparisons.at(-1));
    const value = valueAt(text, head.end);
    const { attribute, operator } = head;
    comparisons.push({ attribute, operator, operand: operandFrom(text, operator, value) });
    position = value.end + 1;
  } while (position <= text.length);
  return comparisons;
}

/** Prints the filter that selects exactly the offerings with this value; `parseCharacteristicFilter` reads it. */
export function filterSelecting({ attribute, value, unit_of_measure }: Written): string {
  const isMeasured = quantityOf(value, unit_of_measure) !== undefined && unit_of_measure !== 'Unit' && unit_of_measure !== 'None';
  return `${attribute}:=${isMeasured ? `${value.trim()}${unit_of_measure}` : plainOrQuoted(value)}`;
}

type Value = { text: string; isQuoted: boolean; start: number; end: number };

const operators = '!=|>=|<=|=|>|<';
const attributeAndOperator = new RegExp(`^([^|]*?):\\s*(${operators})`);
const operatorAlone = new RegExp(`^\\s*(${operators})`);
/** Matches any notation of numbers, although only plain decimals are valid, so that none of the others is taken for a text. */
const numberAndUnit = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(\D.*)?$/i;

function headAt(text: string, position: number, previous: Comparison | undefined) {
  const rest = text.slice(position);
  const isQuotedValue = previous?.operator === '=' && /^\s*"/.test(rest);
  const full = isQuotedValue ? null : attributeAndOperator.exec(rest);
  if (full) {
    const attribute = textKey(full[1] ?? '');
    if (attribute === '') throw malformed(text, position, 'the name of an attribute');
    return { attribute, operator: full[2] as Operator, end: position + full[0].length };
  }
  const short = operatorAlone.exec(rest);
  if (previous && short) return { attribute: previous.attribute, operator: short[1] as Operator, end: position + short[0].length };
  const colon = unseparated(rest).indexOf(':');
  const isBareValue = previous?.operator === '=' && (isQuotedValue || colon < 0);
  if (isBareValue) return { attribute: previous.attribute, operator: '=' as const, end: position };
  if (colon >= 0) throw malformed(text, position + colon + 1, `an operator (${operators.replaceAll('|', ' ')})`);
  throw malformed(text, position, '<attribute>:<operator><value>');
}

const unseparated = (rest: string): string => rest.split('|', 1)[0] ?? '';

function valueAt(text: string, from: number): Value {
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  if (text[start] === '"') return quotedAt(text, start);
  const raw = unseparated(text.slice(start));
  if (/^[=<>!]/.test(raw) || raw.trim() === '') throw malformed(text, start, 'a value');
  return { text: raw.trim(), isQuoted: false, start, end: start + raw.length };
}

function quotedAt(text: string, start: number): Value {
  const quoted = /^"((?:[^"\\]|\\.)*)"\s*/.exec(text.slice(start));
  if (!quoted) throw malformed(text, start, 'a closing quote for the one');
  const end = start + quoted[0].length;
  if (end < text.length && text[end] !== '|') throw malformed(text, end, '| or the end');
  return { text: (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1'), isQuoted: true, start, end };
}

function operandFrom(text: string, operator: Operator, value: Value): Operand {
  const operand = value.isQuoted ? undefined : numericOperand(value.text);
  if (operand === 'unreadable') {
    const expected = `a plain decimal number of at most ${VALUE_LENGTH} characters, like 100 or -0.5, or a text in quotes,`;
    throw malformed(text, value.start, expected);
  }
  if (operand) return operand;
  if (operator === '=' || operator === '!=') return { kind: 'text', text: textKey(value.text) };
  const [, number, unit] = (!value.isQuoted && numberAndUnit.exec(value.text)) || [];
  if (number === undefined) throw malformed(text, value.start, 'a number, with or without a unit,');
  throw malformed(text, value.start + number.length, `a unit (${unitsOfMeasure.join(', ')}) instead of "${unit}"`);
}

/** Undefined if it is a text. */
function numericOperand(text: string): Operand | 'unreadable' | undefined {
  const [, digits, unitName] = numberAndUnit.exec(text) ?? [];
  const isText = digits === undefined || (unitName !== undefined && !isUnitName(unitName));
  if (isText) return undefined;
  const number = parseDecimal(digits);
  if (number === undefined) return 'unreadable';
  if (unitName === undefined) return { kind: 'number', number };
  const quantity = parseQuantity(digits, unitName);
  return quantity && { kind: 'quantity', quantity };
}

const malformed = (text: string, index: number, expected: string): Rejection =>
  new Rejection('VALIDATION_ERROR', `characteristic "${text}" cannot be read: expected ${expected} at position ${index + 1}`, {
    field: 'characteristic',
    value: text,
    position: index + 1,
  });

function plainOrQuoted(value: string): string {
  const mustBeQuoted = /^[\s=<>!"]|[|:]|\s$/.test(value) || value === '' || numericOperand(value) !== undefined;
  return mustBeQuoted ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : value;
}
