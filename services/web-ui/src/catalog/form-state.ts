/** What a form is told after it was sent. */
import { fieldProblems, type Problem } from '../api/outcome.ts';

export type Conflict = { etag: string; savedAt: string; theirs: Record<string, unknown>; mine: Record<string, unknown> };
export type FormState = {
  problem?: string;
  /** By field, what is wrong with it. */
  faults?: Record<string, string>;
  conflict?: Conflict;
  usedBy?: { kind: 'offerings' | 'specifications'; id: string; name: string }[];
  reasons?: string[];
};

export function stateAfter(problem: Problem, known: readonly string[]): FormState {
  const faults = new Map<string, string>();
  for (const { field, message } of fieldProblems(problem)) {
    const name = known.find((one) => field === one || field.startsWith(`${one}/`) || field.startsWith(`${one}.`) || field.startsWith(`${one}[`));
    if (name && !faults.has(name)) faults.set(name, message);
  }
  const reasons = problem.details['reasons'];
  return {
    problem: problem.message,
    faults: Object.fromEntries(faults),
    ...(Array.isArray(reasons) && { reasons: (reasons as { message: string }[]).map(({ message }) => message) }),
  };
}
