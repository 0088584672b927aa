'use client';
/** The price range: two amounts in a form, and a slider that moves them once its script is there. */
import Form from 'next/form';
import { lazy, Suspense, useRef, useState } from 'react';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';

type Edges = { from: string | undefined; to: string | undefined };
type Words = { legend: string; lowest: string; highest: string; from: string; to: string; noLimit: string; any: string; apply: string; applyTo: string };

const PriceSlider = lazy(() => import('./price-slider.tsx'));

export function PriceFilter({ fields, chosen, stops, currency, language, text }: {
  fields: [string, string][]; chosen: Edges; stops: number[]; currency: string; language: string; text: Words;
}) {
  const form = useRef<HTMLFormElement>(null);
  const isHydrated = useIsHydrated();
  const [edges, setEdges] = useState({ from: chosen.from ?? '', to: chosen.to ?? '' });
  const last = stops.length - 1;
  const isEdited = edges.from !== (chosen.from ?? '') || edges.to !== (chosen.to ?? '');
  const range = [edges.from === '' ? 0 : placeOf(Number(edges.from), stops), edges.to === '' ? last : placeOf(Number(edges.to), stops)];
  const shown = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 });
  const said = (place: number) => (place === last ? text.noLimit : shown.format(stops[place] ?? 0));
  const move = ([from = 0, to = last]: readonly number[]) =>
    setEdges({ from: from === 0 ? '' : String(stops[from]), to: to === last ? '' : String(stops[to]) });
  return (
    <Form action="/" scroll={false} className="price-filter" ref={form}>
      {fields.map(([name, value]) => <input type="hidden" key={name + value} name={name} value={value} />)}
      <div className="slider-place">
        {isHydrated && (
          <Suspense>
            <PriceSlider range={range} last={last} said={said} text={text} onMove={move} onDone={() => setTimeout(() => form.current?.requestSubmit())} />
          </Suspense>
        )}
      </div>
      <div className="range">
        <label className="bound"><span>{text.from}</span>
          <input name="min_price" type="number" min="0" step="any" inputMode="decimal" aria-label={text.lowest} placeholder="0" value={edges.from} onChange={(event) => setEdges({ ...edges, from: event.target.value })} />
        </label>
        <label className="bound"><span>{text.to}</span>
          <input name="max_price" type="number" min="0" step="any" inputMode="decimal" aria-label={text.highest} placeholder={text.any} value={edges.to} onChange={(event) => setEdges({ ...edges, to: event.target.value })} />
        </label>
        <button className="button quiet" hidden={isHydrated && !isEdited} aria-label={text.applyTo}>{text.apply}</button>
      </div>
    </Form>
  );
}

/** The nearest stop. */
function placeOf(amount: number, stops: readonly number[]): number {
  const distances = stops.map((stop) => Math.abs(stop - amount));
  return distances.indexOf(Math.min(...distances));
}
