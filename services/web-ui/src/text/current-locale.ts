/** The language of whoever looks at a page. */
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { languageFor } from './languages.ts';
import { type Speech, speechIn } from './locale.ts';

export const currentSpeech: () => Promise<Speech> = cache(async () =>
  speechIn(languageFor((await cookies()).get('language')?.value, (await headers()).get('accept-language'))));
