/** Reads the variables of a task. A process that was started by hand without them is refused, they are not guessed. */
import {
  type FailureVariables,
  type PublicationOutcome,
  type PublicationVariables,
  Rejection,
  type ScheduleVariables,
} from '@catalog/contracts';

export type SagaVariables = PublicationVariables & Partial<FailureVariables> & { outcome?: PublicationOutcome };

export const sagaVariablesFrom = (raw: Record<string, unknown>): SagaVariables => decoded(raw, ofPublication) as SagaVariables;

export const scheduleVariablesFrom = (raw: Record<string, unknown>): ScheduleVariables => decoded(raw, ofSchedule) as ScheduleVariables;

function decoded(raw: Record<string, unknown>, expected: Record<string, (value: unknown) => boolean>): Record<string, unknown> {
  const variables = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, structured.has(name) ? parsed(value) : value]));
  const faults = Object.entries(expected)
    .filter(([name, fits]) => !fits(variables[name]))
    .map(([name]) => name);
  if (faults.length > 0) {
    throw new Rejection('VALIDATION_ERROR', `The saga lacks the variables ${faults.join(', ')}`, { variables: faults });
  }
  return variables;
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

const ofPublication: Record<keyof PublicationVariables, (value: unknown) => boolean> = {
  offeringId: isText,
  offeringVersion: Number.isInteger,
  sagaId: isText,
  specificationIds: isTexts,
  pricingIds: isTexts,
  correlationId: isText,
  traceContext: isHeaders,
  deadline: isText,
};

const ofSchedule: Record<keyof ScheduleVariables, (value: unknown) => boolean> = {
  scheduleId: isText,
  offeringId: isText,
  action: isText,
  dueAt: isText,
  correlationId: isText,
  traceContext: isHeaders,
};
