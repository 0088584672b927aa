/** One characteristic, and the specifications that list it. */
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { DetailHead } from '../../../../catalog/detail/detail-head.tsx';
import { FieldList } from '../../../../catalog/detail/field-list.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { loadThing, type ThingPage } from '../../../../catalog/load-thing.ts';
import { listThings } from '../../../../catalog/things.ts';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';

export default async function CharacteristicPage({ params }: ThingPage) {
  const { id } = await params;
  const [{ locale, isAdmin, outcome }, users] = await Promise.all([
    loadThing('characteristics', id),
    listThings('specifications', { characteristic_id: id, page_size: SHOWN_USERS }),
  ]);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const { fields } = locale.text.catalog;
  const { name, attribute, value, unit_of_measure, version, updated_at } = outcome.data;
  return (
    <>
      <DetailHead
        kind="characteristics"
        name={name}
        locale={locale}
        actions={isAdmin && <ManageThing kind="characteristics" id={id} name={name} text={locale.text} />}
      />
      <section className="panel">
        <FieldList
          rows={[
            [fields.attribute, attribute],
            [fields.value, locale.quantity(value, unit_of_measure)],
            [fields.unit_of_measure, unit_of_measure],
            [fields.version, locale.number(version)],
            [fields.updated_at, locale.moment(updated_at)],
          ]}
        />
      </section>
      <UsedBy kind="specifications" filter={{ characteristic_id: id }} users={users} locale={locale} />
    </>
  );
}
