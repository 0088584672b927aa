/** The languages of the pages, and which of them a browser gets. */
export const languages = ['en', 'tr'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string | undefined): text is Language => languages.some((one) => one === text);

/** The chosen language, else the browser's preference by Accept-Language, else English. */
export function languageFor(chosen: string | undefined, accepted: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  const wanted = (accepted ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';');
    const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((one) => one !== undefined);
    return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
  });
  const best = wanted.filter(({ quality }) => quality > 0).sort((one, other) => other.quality - one.quality);
  return best.map(({ language }) => language).find(isLanguage) ?? 'en';
}
