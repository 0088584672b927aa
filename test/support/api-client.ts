/** Calls a service's operations by name, and records which statuses each has answered, so that none goes untested. */
import type { Role } from '@catalog/contracts';
import { type Api, isConditional, type Operation } from '@catalog/http/server';
import type { TokenIssuer } from './tokens.ts';

export type Call = {
  as?: Role;
  params?: Record<string, string>;
  query?: Record<string, string | number | string[]>;
  body?: unknown;
  headers?: Record<string, string>;
};
// Assertions look at its fields, and fail where it is not as expected.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = { status: number; body: any; headers: Headers };

export type ApiClient<A extends Api> = ReturnType<typeof apiClient<A>>;

export function apiClient<A extends Api>(url: string, api: A, issuer: TokenIssuer) {
  const seen = new Map<string, Set<number>>();

  async function call(
    operationId: keyof A['operations'] & string,
    { as, params = {}, query = {}, body, headers = {} }: Call = {},
  ): Promise<Answer> {
    const operation = api.operations[operationId]!;
    const response = await fetch(url + pathOf(operation, params) + queryOf(query), {
      method: operation.method,
      headers: {
        ...(as && { authorization: await issuer.bearer(as) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (!seen.has(operationId)) seen.set(operationId, new Set());
    seen.get(operationId)!.add(response.status);
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as unknown) : undefined, headers: response.headers };
  }

  /** What a suite has left out of each operation: its success, refused input, a failed precondition, a missing token, a wrong role. */
  const untested = (): string[] =>
    Object.entries(api.operations).flatMap(([id, operation]) => {
      const statuses = [...(seen.get(id) ?? [])];
      return wanted(operation)
        .filter(({ isMet }) => !statuses.some(isMet))
        .map(({ name }) => `${id}: ${name}`);
    });

  return { call, untested };
}

function wanted(operation: Operation) {
  const { access, params, query, body } = operation;
  const isGuarded = access !== 'public';
  return [
    { name: 'success', isMet: (status: number) => status >= 200 && status < 300 },
    ...(params || query || body ? [{ name: 'refused input', isMet: (s: number) => s >= 400 && s < 500 && s !== 401 && s !== 403 }] : []),
    ...(isConditional(operation) ? [{ name: '412', isMet: (status: number) => status === 412 }] : []),
    ...(isGuarded ? [{ name: '401', isMet: (status: number) => status === 401 }] : []),
    ...(isGuarded && access.length < 3 ? [{ name: '403', isMet: (status: number) => status === 403 }] : []),
  ];
}

const pathOf = ({ path }: Operation, params: Record<string, string>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

function queryOf(query: NonNullable<Call['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) parameters.append(name, String(one));
  return parameters.size > 0 ? `?${parameters.toString()}` : '';
}
