/** The locale of whoever looks at a page. */
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { languageFor } from './languages.ts';
import { type Locale, localeFor } from './locale.ts';

export const currentLocale: () => Promise<Locale> = cache(async () =>
  localeFor(languageFor((await cookies()).get('language')?.value, (await headers()).get('accept-language'))),
);
