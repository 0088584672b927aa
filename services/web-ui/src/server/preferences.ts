/** Saves the language and theme that somebody chose, and returns them to their page. */
import type { Middleware } from 'koa';
import { isLanguage } from '../text/languages.ts';
import { isTheme } from '../site/themes.ts';
import { readForm } from './read-form.ts';
import { seeOther } from './see-other.ts';
import { setCookie } from './set-cookie.ts';

const YEAR_SECONDS = 365 * 86_400;

export const preferences: Middleware = async (ctx, next) => {
  if (ctx.method !== 'POST' || ctx.path !== '/preferences') return next() as Promise<void>;
  const { language = '', theme = '', back = '' } = await readForm(ctx);
  if (isLanguage(language)) setCookie(ctx, 'language', language, YEAR_SECONDS);
  if (isTheme(theme)) setCookie(ctx, 'theme', theme, YEAR_SECONDS);
  seeOther(ctx, back);
};
