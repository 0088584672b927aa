'use client';
/** What has been picked, in order; each can be moved up or removed. */
import type { Text } from '../../text/en.ts';
import { fill } from '../../text/locale.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Reference } from '../references.ts';

export function PickedList({
  title,
  picked,
  onChange,
  text,
}: {
  title: string;
  picked: Reference[];
  onChange: (picked: Reference[]) => void;
  text: Text['builder'];
}) {
  if (picked.length === 0) return <p className="field-hint">{text.pickNone}</p>;
  const without = (one: Reference) => picked.filter(({ id }) => id !== one.id);
  return (
    <ol className="picked" aria-label={`${title}: ${text.picked}`}>
      {picked.map((one, index) => {
        const name = one.name ?? one.id;
        return (
          <li key={one.id}>
            <span>
              {name}
              {one.detail && <small> {one.detail}</small>}
            </span>
            {index > 0 && (
              <button
                type="button"
                className="button quiet"
                aria-label={fill(text.up, { name })}
                onClick={() => onChange(without(one).toSpliced(index - 1, 0, one))}
              >
                <Icon name="up" />
              </button>
            )}
            <button type="button" className="button quiet" aria-label={fill(text.take, { name })} onClick={() => onChange(without(one))}>
              <Icon name="close" />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
