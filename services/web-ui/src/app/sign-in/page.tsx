/** The sign-in page: a plain form that the web server handles. */
import type { Metadata } from 'next';
import { ownProperty } from '../../own-property.ts';
import { firstOf, type Parameters } from '../../store/address.ts';
import { fill } from '../../text/locale.ts';
import { currentLocale } from '../../text/current-locale.ts';
import { Notice } from '../../ui/notice.tsx';

type Props = { searchParams: Promise<Parameters> };

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await currentLocale()).text.signIn.title });

export default async function SignIn({ searchParams }: Props) {
  const [
    {
      text: { signIn: text },
    },
    parameters,
  ] = await Promise.all([currentLocale(), searchParams]);
  const [problem, next, wait] = ['problem', 'next', 'wait'].map((name) => firstOf(parameters, name));
  const sentence = problem && (ownProperty(text.problems, problem) ?? text.problems.other);
  return (
    <div className="sign-in">
      <h1>{text.title}</h1>
      <p className="lead">{text.lead}</p>
      {sentence && <Notice kind="error">{fill(sentence, { wait: wait ?? '' })}</Notice>}
      <form action="/session" method="post" className="stack">
        <input type="hidden" name="next" value={next ?? '/catalog'} />
        <label className="field">
          <span>{text.username}</span>
          <input name="username" autoComplete="username" autoCapitalize="none" required maxLength={100} />
        </label>
        <label className="field">
          <span>{text.password}</span>
          <input name="password" type="password" autoComplete="current-password" required maxLength={1000} />
        </label>
        <button className="button primary">{text.submit}</button>
      </form>
    </div>
  );
}
