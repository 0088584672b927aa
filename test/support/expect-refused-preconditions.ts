/** Expects a service to refuse every precondition that is malformed, or does not hold for the thing as it is. */
import { expect } from 'chai';
import type { Answer, Call } from './api-client.ts';

type BadPrecondition = { headers: Record<string, string>; status: 400 | 412 };

const malformed = [
  '',
  ' ',
  '7',
  '"7',
  '7"',
  "'7'",
  'W/7',
  'w/"7"',
  '"7" "8"',
  '"7";',
  '*, "7"',
  '"7", 8',
  '"a"b"',
  '"a b"',
  '\u00a0*',
  ',',
];

export const badPreconditions: readonly BadPrecondition[] = [
  ...malformed.flatMap((value): BadPrecondition[] => [
    { headers: { 'if-match': value }, status: 400 },
    { headers: { 'if-none-match': value }, status: 400 },
  ]),
  { headers: { 'if-unmodified-since': 'Thu, 01 Jan 2099 00:00:00 GMT' }, status: 400 },
  { headers: { 'if-match': '"another"' }, status: 412 },
  { headers: { 'if-match': 'W/"1"' }, status: 412 },
  { headers: { 'if-match': '*', 'if-none-match': '*' }, status: 412 },
  { headers: { 'if-none-match': '*' }, status: 412 },
];

/** `call` is made with each of them; `name` says in a failure which call it was. */
export async function expectRefusedPreconditions(call: (options: Call) => Promise<Answer>, options: Call, name?: string): Promise<void> {
  const accepted = await Promise.all(
    badPreconditions.map(async ({ headers, status }) => {
      const answer = await call({ ...options, headers });
      return answer.status === status ? [] : [`${JSON.stringify(headers)}: ${answer.status}, not ${status}`];
    }),
  );
  expect(accepted.flat(), name).to.eql([]);
}
