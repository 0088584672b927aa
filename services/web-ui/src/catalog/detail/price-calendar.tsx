/** The calendar of a price: what it will be and was to be; an administrator adds changes to it, and cancels them. */
import type { PriceChange } from '@catalog/contracts';
import { ActionForm } from '../actions/action-form.tsx';
import { cancelChange, scheduleChange } from '../actions/actions.ts';
import type { Locale } from '../../text/locale.ts';

type Shown = { id: string; currency: string; changes: PriceChange[]; isAdmin: boolean; locale: Locale };

export function PriceCalendar({ id, currency, changes, isAdmin, locale }: Shown) {
  const { calendar } = locale.text;
  return (
    <section className="panel" aria-labelledby="calendar">
      <h2 id="calendar">{calendar.title}</h2>
      {changes.length === 0 ? (
        <p className="quiet-text">{calendar.none}</p>
      ) : (
        <div className="table-frame">
          <table>
            <thead>
              <tr>
                {[calendar.from, calendar.until].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                <th scope="col" className="number">
                  {locale.text.catalog.fields.amount}
                </th>
                <th scope="col">{locale.text.catalog.fields.status}</th>
                {isAdmin && <td />}
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <Row key={change.id} {...{ change, currency, isAdmin, locale }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isAdmin && <NewChange id={id} locale={locale} />}
    </section>
  );
}

function Row({ change, currency, isAdmin, locale }: { change: PriceChange } & Omit<Shown, 'id' | 'changes'>) {
  const { calendar } = locale.text;
  const { id, price_id, at, valid_until, value, status } = change;
  const isPending = status === 'DUE' || status === 'RUNNING';
  return (
    <tr>
      <th scope="row">{locale.moment(at)}</th>
      <td>{valid_until && locale.moment(valid_until)}</td>
      <td className="number">{locale.amount(value, currency)}</td>
      <td>{calendar.statuses[status]}</td>
      {isAdmin && <td>{isPending && <ActionForm action={cancelChange.bind(null, price_id, id)} label={calendar.cancels[status]} />}</td>}
    </tr>
  );
}

function NewChange({ id, locale: { text } }: { id: string; locale: Locale }) {
  const { calendar } = text;
  return (
    <>
      <h3>{calendar.add}</h3>
      <p className="small">{calendar.hint}</p>
      <ActionForm action={scheduleChange.bind(null, id)} label={text.builder.schedule}>
        <label className="field">
          <span>{text.catalog.fields.amount}</span>
          <input name="value" inputMode="decimal" autoComplete="off" required />
        </label>
        <label className="field">
          <span>{calendar.fromUtc}</span>
          <input type="datetime-local" name="at" />
        </label>
        <label className="field">
          <span>{calendar.untilUtc}</span>
          <input type="datetime-local" name="valid_until" />
        </label>
      </ActionForm>
    </>
  );
}
