/** One price, its calendar, the publications that lock it, the offerings that list it, and its history. */
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { DetailHead } from '../../../../catalog/detail/detail-head.tsx';
import { FieldList } from '../../../../catalog/detail/field-list.tsx';
import { PriceCalendar } from '../../../../catalog/detail/price-calendar.tsx';
import { History } from '../../../../catalog/detail/history.tsx';
import { References } from '../../../../catalog/detail/references.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { loadThing, type ThingPage } from '../../../../catalog/load-thing.ts';
import { listThings, readCalendar, readHistory } from '../../../../catalog/things.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';

export default async function PricePage({ params }: ThingPage) {
  const { id } = await params;
  const [{ locale, isAdmin, outcome }, users, history, calendar] = await Promise.all([
    loadThing('prices', id),
    listThings('offerings', { pricing_id: id, page_size: SHOWN_USERS }),
    readHistory('prices', id),
    readCalendar(id),
  ]);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const {
    text: { catalog: text, currencies },
  } = locale;
  const { name, value, currency, unit, charge, locked, locked_by_saga_ids, version, updated_at } = outcome.data;
  return (
    <>
      <DetailHead
        kind="prices"
        name={name}
        locale={locale}
        badge={locked && <Badge tone="info">{text.lockedNow}</Badge>}
        actions={isAdmin && <ManageThing kind="prices" id={id} name={name} text={locale.text} />}
      />
      <section className="panel">
        <FieldList
          rows={[
            [text.fields.amount, locale.amount(value, currency)],
            [text.fields.unit, unit],
            [text.fields.charge, charge && locale.text.builder.charge.types[charge.type]],
            [text.fields.currency, `${currency} · ${currencies[currency]}`],
            [text.fields.version, locale.number(version)],
            [text.fields.updated_at, locale.moment(updated_at)],
          ]}
        />
      </section>
      {locked && (
        <References
          id="locks"
          title={text.lockedNow}
          kind="publications"
          references={locked_by_saga_ids.map((one) => ({ id: one, name: one }))}
          locale={locale}
        />
      )}
      {calendar.ok && <PriceCalendar {...{ id, currency, isAdmin, locale }} changes={calendar.data.items} />}
      <UsedBy kind="offerings" filter={{ pricing_id: id }} users={users} locale={locale} />
      {history.ok && <History entries={history.data.items} locale={locale} />}
    </>
  );
}
