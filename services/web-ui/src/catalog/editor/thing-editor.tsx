/** The page that creates or edits a thing. */
import { randomUUID } from 'node:crypto';
import type { ReactNode } from 'react';
import type { Locale } from '../../text/locale.ts';
import { type EditableKind, pathOf } from '../kinds.ts';
import type { Reference } from '../references.ts';
import { save } from './save.ts';
import { DetailHead } from '../detail/detail-head.tsx';
import { ThingForm } from './thing-form.tsx';

export function ThingEditor({
  kind,
  id,
  etag,
  name,
  references = [],
  locale,
  children,
}: {
  kind: EditableKind;
  id?: string;
  etag?: string | undefined;
  name: string;
  references?: Reference[];
  locale: Locale;
  children: ReactNode;
}) {
  const { text } = locale;
  const here = pathOf(kind, id);
  return (
    <>
      <DetailHead kind={kind} name={name} locale={locale} />
      <ThingForm
        action={save.bind(null, kind, id)}
        formId={randomUUID()}
        etag={etag}
        isNew={id === undefined}
        cancelTo={here}
        editTo={`${here}/edit`}
        names={Object.fromEntries(references.map((one) => [one.id, one.name ?? one.id]))}
        text={{ ...text.builder, fields: text.catalog.fields, empty: text.catalog.changes.none }}
      >
        {children}
      </ThingForm>
    </>
  );
}
