/** The footer of every page: language and theme, which work without scripts too. */
import { cookies } from 'next/headers';
import { languages } from '../text/languages.ts';
import { currentLocale } from '../text/current-locale.ts';
import { PreferencesForm } from './preferences-form.tsx';
import { isTheme, themes } from './themes.ts';

export async function SiteFooter() {
  const { language, text } = await currentLocale();
  const theme = (await cookies()).get('theme')?.value;
  return (
    <footer className="site-footer">
      <PreferencesForm apply={text.nav.apply}>
        <label>
          {text.nav.language}
          <select name="language" defaultValue={language} key={language}>
            {languages.map((one) => (
              <option key={one} value={one} lang={one}>
                {text.languages[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text.nav.theme}
          <select name="theme" defaultValue={isTheme(theme) ? theme : 'system'}>
            {themes.map((one) => (
              <option key={one} value={one}>
                {text.themes[one]}
              </option>
            ))}
          </select>
        </label>
      </PreferencesForm>
    </footer>
  );
}
