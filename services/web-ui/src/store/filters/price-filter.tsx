'use client';
/** The price range: two amounts in a form, and a slider that moves them once its script is loaded. */
import Form from 'next/form';
import { lazy, Suspense, useRef, useState } from 'react';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';

type Labels = {
  legend: string;
  lowest: string;
  highest: string;
  from: string;
  to: string;
  noLimit: string;
  any: string;
  apply: string;
  applyTo: string;
};

const PriceSlider = lazy(() => import('./price-slider.tsx'));

export function PriceFilter({
  fields,
  chosen,
  stops,
  currency,
  language,
  text,
}: {
  fields: [string, string][];
  chosen: { from: string | undefined; to: string | undefined };
  stops: number[];
  currency: string;
  language: string;
  text: Labels;
}) {
  const form = useRef<HTMLFormElement>(null);
  const isHydrated = useIsHydrated();
  const [range, setRange] = useState({ from: chosen.from ?? '', to: chosen.to ?? '' });
  const last = stops.length - 1;
  const isEdited = range.from !== (chosen.from ?? '') || range.to !== (chosen.to ?? '');
  const position = [
    range.from === '' ? 0 : nearestStop(Number(range.from), stops),
    range.to === '' ? last : nearestStop(Number(range.to), stops),
  ];
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  });
  const labelOf = (stop: number) => (stop === last ? text.noLimit : format.format(stops[stop] ?? 0));
  const move = ([from = 0, to = last]: readonly number[]) =>
    setRange({ from: from === 0 ? '' : String(stops[from]), to: to === last ? '' : String(stops[to]) });
  return (
    <Form action="/" scroll={false} className="price-filter" ref={form}>
      {fields.map(([name, value]) => (
        <input type="hidden" key={name + value} name={name} value={value} />
      ))}
      <div className="slider-place">
        {isHydrated && (
          <Suspense>
            <PriceSlider
              range={position}
              last={last}
              labelOf={labelOf}
              text={text}
              onMove={move}
              onDone={() => setTimeout(() => form.current?.requestSubmit())}
            />
          </Suspense>
        )}
      </div>
      <div className="range">
        <Bound
          title={text.from}
          name="min_price"
          label={text.lowest}
          placeholder="0"
          value={range.from}
          onChange={(from) => setRange({ ...range, from })}
        />
        <Bound
          title={text.to}
          name="max_price"
          label={text.highest}
          placeholder={text.any}
          value={range.to}
          onChange={(to) => setRange({ ...range, to })}
        />
        <button className="button quiet" hidden={isHydrated && !isEdited} aria-label={text.applyTo}>
          {text.apply}
        </button>
      </div>
    </Form>
  );
}

function Bound({
  title,
  label,
  onChange,
  ...input
}: {
  title: string;
  label: string;
  name: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="bound">
      <span>{title}</span>
      <input
        {...input}
        type="number"
        min="0"
        step="any"
        inputMode="decimal"
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function nearestStop(amount: number, stops: readonly number[]): number {
  const distances = stops.map((stop) => Math.abs(stop - amount));
  return distances.indexOf(Math.min(...distances));
}
