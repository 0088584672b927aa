/** Changing a price. */
import { notFound } from 'next/navigation';
import { catalog } from '../../../../../api/catalog.ts';
import { outcomeOf } from '../../../../../api/outcome.ts';
import { ThingEditor } from '../../../../../catalog/editor/thing-editor.tsx';
import { PriceFields } from '../../../../../catalog/editor/thing-fields.tsx';
import { currentSpeech } from '../../../../../text/current-locale.ts';
import { ProblemNotice } from '../../../../../ui/problem-notice.tsx';

export default async function EditPrice({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [speech, outcome] = await Promise.all([currentSpeech(), outcomeOf((await catalog()).GET('/api/v1/prices/{id}', { params: { path: { id } } }))]);
  if (!outcome.ok && [400, 404].includes(outcome.problem.status)) notFound();
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  return <ThingEditor kind="prices" id={id} etag={outcome.etag} name={outcome.data.name} speech={speech}><PriceFields now={outcome.data} speech={speech} /></ThingEditor>;
}
