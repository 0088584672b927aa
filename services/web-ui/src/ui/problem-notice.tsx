/** Why a page cannot be shown, with the correlation id that finds the request in the logs. */
import type { Problem } from '../api/outcome.ts';
import { fill } from '../text/locale.ts';
import { currentLocale } from '../text/current-locale.ts';
import { Notice } from './notice.tsx';

export async function ProblemNotice({ problem, retry }: { problem: Problem; retry?: string }) {
  const { text } = await currentLocale();
  const sentence =
    problem.status >= 500 ? text.problem.unavailable : problem.code === 'TOO_MANY_REQUESTS' ? text.problem.tooMany : problem.message;
  return (
    <Notice kind="error">
      <p>
        <strong>{text.problem.title}</strong>
      </p>
      <p>{sentence}</p>
      {retry !== undefined && (
        <p>
          <a href={retry}>{text.problem.retry}</a>
        </p>
      )}
      {problem.correlationId && <p className="small">{fill(text.problem.reference, { id: problem.correlationId })}</p>}
    </Notice>
  );
}
