/** The form fields of each kind of thing, filled with its current values. */
import { currencies, unitsOfMeasure } from '@catalog/contracts';
import type { Locale } from '../../text/locale.ts';
import type { Reference } from '../references.ts';
import type { Inputs } from '../things.ts';
import { amountText } from './amounts.ts';
import { ChargeFields } from './charge-fields.tsx';
import { LongTextField, SelectField, TextField } from './field.tsx';
import { Picker } from './picker.tsx';

const NAME_LENGTH = 200;

export function CharacteristicFields({ now, locale: { text } }: { now?: Inputs['characteristics']; locale: Locale }) {
  const {
    catalog: { fields },
    builder: { hints },
  } = text;
  return (
    <>
      <TextField
        name="name"
        title={fields.name}
        hint={hints.characteristicName}
        defaultValue={now?.name}
        required
        maxLength={NAME_LENGTH}
      />
      <TextField name="attribute" title={fields.attribute} hint={hints.attribute} defaultValue={now?.attribute} maxLength={NAME_LENGTH} />
      <div className="fields-row">
        <TextField name="value" title={fields.value} hint={hints.value} defaultValue={now?.value} required maxLength={100} />
        <SelectField
          name="unit_of_measure"
          title={fields.unit_of_measure}
          defaultValue={now?.unit_of_measure}
          options={unitsOfMeasure.map((value) => ({ value, title: value }))}
        />
      </div>
    </>
  );
}

export function SpecificationFields({
  now,
  characteristics = [],
  locale: { text },
}: {
  now?: { name: string };
  characteristics?: Reference[];
  locale: Locale;
}) {
  const { fields } = text.catalog;
  return (
    <>
      <TextField name="name" title={fields.name} defaultValue={now?.name} required maxLength={NAME_LENGTH} />
      <Picker
        name="characteristic_ids"
        title={fields.characteristic_ids}
        kind="characteristics"
        picked={characteristics}
        text={text.builder}
      />
    </>
  );
}

export function PriceFields({ now, locale }: { now?: Inputs['prices']; locale: Locale }) {
  const { text, language } = locale;
  const {
    catalog: { fields },
    builder: { hints },
  } = text;
  return (
    <>
      <TextField name="name" title={fields.name} defaultValue={now?.name} required maxLength={NAME_LENGTH} />
      <div className="fields-row">
        <TextField
          name="value"
          title={fields.amount}
          hint={hints.price}
          inputMode="decimal"
          defaultValue={now && amountText(now.value, language)}
          required
        />
        <SelectField
          name="currency"
          title={fields.currency}
          defaultValue={now?.currency}
          options={currencies.map((value) => ({ value, title: `${value} · ${text.currencies[value]}` }))}
        />
      </div>
      <TextField
        name="unit"
        title={fields.unit}
        hint={hints.unit}
        defaultValue={now?.unit}
        maxLength={50}
        list={['per month', 'per year', 'one-time']}
      />
      <ChargeFields now={now?.charge} locale={locale} />
    </>
  );
}

export function CategoryFields({
  now,
  parents = [],
  locale: { text },
}: {
  now?: Inputs['categories'];
  parents?: Reference[];
  locale: Locale;
}) {
  const {
    catalog: { fields },
    builder: { hints },
  } = text;
  return (
    <>
      <TextField name="name" title={fields.name} hint={hints.categoryName} defaultValue={now?.name} required maxLength={NAME_LENGTH} />
      <Picker name="parent_id" title={fields.parent_id} kind="categories" picked={parents} isSingle text={text.builder} />
      <TextField
        name="sort_order"
        title={fields.sort_order}
        hint={hints.sort_order}
        inputMode="numeric"
        defaultValue={String(now?.sort_order ?? 0)}
      />
      <LongTextField name="description" title={fields.description} defaultValue={now?.description ?? ''} />
      <TextField
        name="external_id"
        title={fields.external_id}
        hint={hints.external_id}
        defaultValue={now?.external_id ?? ''}
        maxLength={100}
      />
    </>
  );
}

export function OfferingFields({
  now,
  specifications = [],
  prices = [],
  categories = [],
  locale: { text },
}: {
  now?: Inputs['offerings'];
  specifications?: Reference[];
  prices?: Reference[];
  categories?: Reference[];
  locale: Locale;
}) {
  const {
    catalog: { fields },
    builder: { hints },
  } = text;
  return (
    <>
      <TextField name="name" title={fields.name} defaultValue={now?.name} required maxLength={NAME_LENGTH} />
      <LongTextField name="description" title={fields.description} defaultValue={now?.description ?? ''} />
      <Picker name="specification_ids" title={fields.specification_ids} kind="specifications" picked={specifications} text={text.builder} />
      <Picker name="pricing_ids" title={fields.pricing_ids} kind="prices" picked={prices} text={text.builder} />
      <Picker name="category_ids" title={fields.category_ids} kind="categories" picked={categories} text={text.builder} />
      <LongTextField
        name="sales_channels"
        title={fields.sales_channels}
        hint={hints.channels}
        defaultValue={now?.sales_channels?.join('\n')}
      />
      <TextField
        name="external_id"
        title={fields.external_id}
        hint={hints.external_id}
        defaultValue={now?.external_id ?? ''}
        maxLength={100}
      />
    </>
  );
}
