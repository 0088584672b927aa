/** Why a page cannot be shown, in words that help, with the reference that finds it in the logs. */
import type { Problem } from '../api/outcome.ts';
import { fill } from '../text/locale.ts';
import { currentSpeech } from '../text/current-locale.ts';
import { Notice } from './notice.tsx';

export async function ProblemNotice({ problem, retry }: { problem: Problem; retry?: string }) {
  const { text } = await currentSpeech();
  const isAway = problem.status >= 500;
  const sentence = isAway ? text.problem.unavailable : problem.code === 'TOO_MANY_REQUESTS' ? text.problem.tooMany : problem.message;
  return (
    <Notice kind="error">
      <p><strong>{text.problem.title}</strong></p>
      <p>{sentence}</p>
      {retry !== undefined && <p><a href={retry}>{text.problem.retry}</a></p>}
      {problem.correlationId && <p className="small">{fill(text.problem.reference, { id: problem.correlationId })}</p>}
    </Notice>
  );
}
