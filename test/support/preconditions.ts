/** Headers that a change may depend on, and what a service must answer to them when the thing is there. */
import type { Answer, Call } from './api-client.ts';

export type Demand = { headers: Record<string, string>; status: 400 | 412 };

const unreadable = ['', ' ', '7', '"7', '7"', "'7'", 'W/7', 'w/"7"', '"7" "8"', '"7";', '*, "7"', '"7", 8', '"a"b"', '"a b"', '\u00a0*', ','];

export const refusedDemands: readonly Demand[] = [
  ...unreadable.flatMap((value): Demand[] => [{ headers: { 'if-match': value }, status: 400 }, { headers: { 'if-none-match': value }, status: 400 }]),
  { headers: { 'if-unmodified-since': 'Thu, 01 Jan 2099 00:00:00 GMT' }, status: 400 },
  { headers: { 'if-match': '"another"' }, status: 412 },
  { headers: { 'if-match': 'W/"1"' }, status: 412 },
  { headers: { 'if-match': '*', 'if-none-match': '*' }, status: 412 },
  { headers: { 'if-none-match': '*' }, status: 412 },
];

/** Makes the call with each of them; gives one line for each that was not refused as it must be. */
export async function disregardedDemands(call: (options: Call) => Promise<Answer>, options: Call): Promise<string[]> {
  const answers = await Promise.all(refusedDemands.map(async ({ headers, status }) => {
    const answer = await call({ ...options, headers });
    return answer.status === status ? [] : [`${JSON.stringify(headers)}: ${answer.status}, not ${status}`];
  }));
  return answers.flat();
}
