'use client';
/** The lower and upper bound of a measured attribute; sent on change, or by a button without scripts. */
import Form from 'next/form';
import type { Bounds } from '../choices.ts';
import { useIsHydrated } from '../../ui/use-is-hydrated.ts';

type Stop = { value: string; label: string };
type Labels = { from: string; to: string; any: string; apply: string; applyTo: string };

export function RangeFilter({
  attribute,
  fields,
  chosen,
  stops,
  text,
}: {
  attribute: string;
  fields: [string, string][];
  chosen: Bounds;
  stops: Stop[];
  text: Labels;
}) {
  const isHydrated = useIsHydrated();
  const bound = (edge: 'from' | 'to', label: string, present: string | undefined) => (
    <label className="bound">
      <span>{label}</span>
      <select name={`${edge}.${attribute}`} defaultValue={present ?? ''} aria-label={`${attribute}: ${label}`} key={present ?? ''}>
        <option value="">{text.any}</option>
        {present !== undefined && !stops.some(({ value }) => value === present) && <option value={present}>{present}</option>}
        {stops.map(({ value, label: name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Form action="/" scroll={false} className="range" onChange={(event) => event.currentTarget.requestSubmit()}>
      {fields.map(([name, value]) => (
        <input type="hidden" key={name + value} name={name} value={value} />
      ))}
      {bound('from', text.from, chosen.from)}
      {bound('to', text.to, chosen.to)}
      <button className="button quiet" hidden={isHydrated} aria-label={text.applyTo}>
        {text.apply}
      </button>
    </Form>
  );
}
