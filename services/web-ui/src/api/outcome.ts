/** The outcome of a call of the API: its data, or the problem that the page shows. */
import type { ErrorBody } from '@catalog/contracts';

export type FieldProblem = { field: string; message: string };

export type Problem = {
  status: number;
  code: ErrorBody['error']['code'];
  message: string;
  details: Record<string, unknown>;
  correlationId: string | undefined;
};

export type Outcome<T> = { ok: true; data: T; etag: string | undefined } | { ok: false; problem: Problem };

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** Never rejects: no answer is a problem like any other. */
export async function outcomeOf<T>(call: Promise<Answer<T>>): Promise<Outcome<T>> {
  try {
    const { data, error, response } = await call;
    if (response.ok) return { ok: true, data: data as T, etag: response.headers.get('etag') ?? undefined };
    return { ok: false, problem: problemIn(error, response.status) };
  } catch {
    return { ok: false, problem: unavailable };
  }
}

/** The problem of each field, not only of the first. */
export function fieldProblems({ message, details }: Problem): FieldProblem[] {
  const errors = details['errors'];
  if (Array.isArray(errors)) return (errors as FieldProblem[]).map((one) => ({ field: one.field, message: one.message }));
  return typeof details['field'] === 'string' ? [{ field: details['field'], message }] : [];
}

function problemIn(body: unknown, status: number): Problem {
  const error = (body as Partial<ErrorBody> | undefined)?.error;
  if (!error) return { ...unavailable, status };
  return { status, code: error.code, message: error.message, details: error.details, correlationId: error.correlation_id };
}

const unavailable: Problem = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  message: 'The catalog is not available at the moment',
  details: {},
  correlationId: undefined,
};
