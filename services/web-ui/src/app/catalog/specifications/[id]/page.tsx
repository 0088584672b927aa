/** One specification with its characteristics, and the offerings that list it. */
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { DetailHead } from '../../../../catalog/detail/detail-head.tsx';
import { FieldList } from '../../../../catalog/detail/field-list.tsx';
import { References } from '../../../../catalog/detail/references.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { loadThing, type ThingPage } from '../../../../catalog/load-thing.ts';
import { referenceToCharacteristic } from '../../../../catalog/references.ts';
import { listThings } from '../../../../catalog/things.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';

export default async function SpecificationPage({ params }: ThingPage) {
  const { id } = await params;
  const [{ locale, isAdmin, outcome }, users] = await Promise.all([
    loadThing('specifications', id),
    listThings('offerings', { specification_id: id, page_size: SHOWN_USERS }),
  ]);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const {
    text: { catalog: text },
  } = locale;
  const { name, characteristic_ids, characteristics, invalid, version, updated_at } = outcome.data;
  const known = new Map(characteristics.map((one) => [one.id, referenceToCharacteristic(one, locale)]));
  const references = characteristic_ids.map((one) => known.get(one) ?? { id: one, name: undefined });
  return (
    <>
      <DetailHead
        kind="specifications"
        name={name}
        locale={locale}
        badge={invalid && <Badge tone="bad">{text.invalid}</Badge>}
        actions={isAdmin && <ManageThing kind="specifications" id={id} name={name} text={locale.text} />}
      />
      <section className="panel">
        <FieldList
          rows={[
            [text.fields.version, locale.number(version)],
            [text.fields.updated_at, locale.moment(updated_at)],
          ]}
        />
      </section>
      <References id="parts" title={text.consistsOf} kind="characteristics" references={references} locale={locale} />
      <UsedBy kind="offerings" filter={{ specification_id: id }} users={users} locale={locale} />
    </>
  );
}
