/** What a form shows after it was sent and refused. */
import { fieldProblems, type Problem } from '../api/outcome.ts';

export type Conflict = { etag: string; savedAt: string; theirs: Record<string, unknown>; mine: Record<string, unknown> };
export type FormState = {
  problem?: string;
  /** What is wrong with each field. */
  faults?: Record<string, string>;
  conflict?: Conflict;
  usedBy?: { kind: 'offerings' | 'specifications' | 'categories'; id: string; name: string }[];
  reasons?: string[];
  /** In words: who shows the thing. It is changed only when the same is sent again, knowing that. */
  impact?: string;
  /** What was sent, for a page without scripts, whose form forgets it. */
  sent?: [name: string, value: string][];
};

/** `fields`: of the form; problems of anything else are not shown at a field. */
export function stateAfter(problem: Problem, fields: readonly string[]): FormState {
  const faults = new Map<string, string>();
  for (const { field, message } of fieldProblems(problem)) {
    const name = fields.find((one) => field === one || ['/', '.', '['].some((separator) => field.startsWith(one + separator)));
    if (name && !faults.has(name)) faults.set(name, message);
  }
  const reasons = problem.details['reasons'];
  return {
    problem: problem.message,
    faults: Object.fromEntries(faults),
    ...(Array.isArray(reasons) && { reasons: (reasons as { message: string }[]).map(({ message }) => message) }),
  };
}
