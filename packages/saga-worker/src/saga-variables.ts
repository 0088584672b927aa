/** The variables of a saga, to the engine and back. One that was started by hand without them is refused, not guessed at. */
import { type FailureVariables, type PublicationOutcome, type PublicationVariables, Rejection } from '@catalog/contracts';

export type SagaVariables = PublicationVariables & Partial<FailureVariables> & { outcome?: PublicationOutcome };

export type EngineVariable = { type: 'Integer' | 'String' | 'Bytes'; value: string | number };

/** The engine keeps longer text as bytes only. */
const TEXT_LENGTH = 4000;

/** Lists and records travel as JSON text: the engine's own JSON type needs a plugin that not every engine has. */
export const sagaVariablesTo = (variables: PublicationVariables): Record<string, EngineVariable> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, engineVariable(value)]));

function engineVariable(value: PublicationVariables[keyof PublicationVariables]): EngineVariable {
  if (typeof value === 'number') return { type: 'Integer', value };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= TEXT_LENGTH) return { type: 'String', value: text };
  return { type: 'Bytes', value: Buffer.from(text).toString('base64') };
}

export function sagaVariablesFrom(raw: Record<string, unknown>): SagaVariables {
  const decoded = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, structured.has(name) ? parsed(value) : value]));
  const faults = Object.entries(expected).filter(([name, fits]) => !fits(decoded[name])).map(([name]) => name);
  if (faults.length > 0) {
    throw new Rejection('VALIDATION_ERROR', `The saga lacks the variables ${faults.join(', ')}`, { variables: faults });
  }
  return decoded as SagaVariables;
}

/** {} unless they can be read: a step must not fail for want of a trace. */
export function traceContextFrom(raw: Record<string, unknown>): Record<string, string> {
  const headers = parsed(raw['traceContext']);
  return isHeaders(headers) ? headers : {};
}

const structured: ReadonlySet<string> = new Set<keyof PublicationVariables>(['specificationIds', 'pricingIds', 'traceContext']);

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = /^[[{]/.test(value) ? value : Buffer.from(value, 'base64').toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isHeaders = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every(isText);

const expected: Record<keyof PublicationVariables, (value: unknown) => boolean> = {
  offeringId: isText,
  offeringVersion: Number.isInteger,
  sagaId: isText,
  specificationIds: isTexts,
  pricingIds: isTexts,
  correlationId: isText,
  traceContext: isHeaders,
  deadline: isText,
};
