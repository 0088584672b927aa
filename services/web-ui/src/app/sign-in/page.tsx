/** Signing in, by a plain form that the web server passes on. */
import type { Metadata } from 'next';
import { fill } from '../../text/speech.ts';
import { currentSpeech } from '../../text/speech-of-request.ts';
import { Notice } from '../../ui/notice.tsx';

type Props = { searchParams: Promise<{ problem?: string; next?: string; wait?: string }> };

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await currentSpeech()).text.signIn.title });

export default async function SignIn({ searchParams }: Props) {
  const [{ text: { signIn: text } }, { problem, next, wait }] = await Promise.all([currentSpeech(), searchParams]);
  const sentence = problem && (text.problems[problem as keyof typeof text.problems] ?? text.problems.other);
  return (
    <div className="sign-in">
      <h1>{text.title}</h1>
      <p className="lead">{text.lead}</p>
      {sentence && <Notice kind="error">{fill(sentence, { wait: wait ?? '' })}</Notice>}
      <form action="/session" method="post" className="stack">
        <input type="hidden" name="next" value={next ?? '/catalog'} />
        <label className="field"><span>{text.username}</span><input name="username" autoComplete="username" autoCapitalize="none" required maxLength={100} /></label>
        <label className="field"><span>{text.password}</span><input name="password" type="password" autoComplete="current-password" required maxLength={1000} /></label>
        <button className="button primary">{text.submit}</button>
      </form>
    </div>
  );
}
