/** What a new service and what it owns are called, everywhere. */
export type Names = { thing: string; things: string; service: string; fault?: string };

const USAGE = 'Usage: npm run new-service -- <thing> [<things>], e.g. promotion promotions: one word each, in lower case';

/** Of the words on the command line: `promotion` or `promotion-service`, and the plural where an s does not make it. */
export function namesFrom([given = '', plural]: readonly string[]): Names {
  const thing = given.replace(/-service$/, '');
  const names = { thing, things: plural ?? `${thing}s`, service: `${thing}-service` };
  const isFine = [names.thing, names.things].every((word) => /^[a-z]{2,30}$/.test(word)) && names.thing !== names.things;
  return isFine ? names : { ...names, fault: USAGE };
}
