/** The page that creates a thing: the editor with empty fields. */
import type { ComponentType } from 'react';
import { currentLocale } from '../../text/current-locale.ts';
import type { Locale } from '../../text/locale.ts';
import type { EditableKind } from '../kinds.ts';
import { ThingEditor } from './thing-editor.tsx';

export async function NewThing({ kind, Fields }: { kind: EditableKind; Fields: ComponentType<{ locale: Locale }> }) {
  const locale = await currentLocale();
  return (
    <ThingEditor kind={kind} name={locale.text.catalog.create[kind]} locale={locale}>
      <Fields locale={locale} />
    </ThingEditor>
  );
}
