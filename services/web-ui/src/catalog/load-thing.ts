/** What every page about one thing needs: the thing, who is signed in, and the locale; an unknown id shows "not found". */
import { currentUser } from '../api/current-user.ts';
import { orNotFound } from '../api/or-not-found.ts';
import { currentLocale } from '../text/current-locale.ts';
import type { EditableKind } from './kinds.ts';
import { readThing } from './things.ts';

export type ThingPage = { params: Promise<{ id: string }> };

export async function loadThing<K extends EditableKind>(kind: K, id: string) {
  const [locale, user, outcome] = await Promise.all([currentLocale(), currentUser(), readThing(kind, id).then(orNotFound)]);
  return { locale, isAdmin: user?.role === 'ADMIN', outcome };
}
