/** The charge that a form says; null where it leaves that to the unit. What does not belong to the type that was chosen is passed over. */
import type { Charge, ChargeType, PeriodUnit } from '@catalog/contracts';
import { textIn } from '../text-in.ts';

export function chargeIn(form: FormData): Charge | null {
  const type = textIn(form, 'charge') as ChargeType | '';
  if (type === '') return null;
  const [per, months] = [textIn(form, 'charge_per'), textIn(form, 'charge_for_months')];
  return {
    type,
    ...(type === 'recurring' && {
      every: { count: Number(textIn(form, 'charge_count') || 1), unit: textIn(form, 'charge_unit') as PeriodUnit },
    }),
    ...(per && { per }),
    ...(type === 'recurring' && months && { for_months: Number(months) }),
  };
}
