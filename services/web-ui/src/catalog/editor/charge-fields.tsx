/** The form fields of a charge, which may stay empty: then the unit alone says it. */
import { type Charge, chargeTypes, LONGEST_COMMITMENT, PER_LENGTH, periodUnits } from '@catalog/contracts';
import type { Locale } from '../../text/locale.ts';
import { SelectField, TextField } from './field.tsx';

export function ChargeFields({ now, locale: { text } }: { now?: Charge | null | undefined; locale: Locale }) {
  const { charge } = text.builder;
  return (
    <>
      <SelectField
        name="charge"
        title={charge.type}
        hint={charge.typeHint}
        defaultValue={now?.type ?? ''}
        options={[{ value: '', title: charge.asUnitSays }, ...chargeTypes.map((value) => ({ value, title: charge.types[value] }))]}
      />
      <div className="fields-row">
        <TextField name="charge_count" title={charge.count} defaultValue={numberText(now?.every?.count)} maxLength={3} />
        <SelectField
          name="charge_unit"
          title={charge.period}
          defaultValue={now?.every?.unit ?? 'month'}
          options={periodUnits.map((value) => ({ value, title: charge.units[value] }))}
        />
        <TextField name="charge_per" title={charge.per} hint={charge.perHint} defaultValue={now?.per} maxLength={PER_LENGTH} />
        <TextField
          name="charge_for_months"
          title={charge.forMonths}
          defaultValue={numberText(now?.for_months)}
          maxLength={String(LONGEST_COMMITMENT).length}
        />
      </div>
    </>
  );
}

const numberText = (number: number | undefined): string | undefined => (number === undefined ? undefined : String(number));
