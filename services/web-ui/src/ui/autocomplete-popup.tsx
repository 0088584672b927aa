'use client';
/** The list that opens below an autocomplete field. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import type { ReactNode } from 'react';

export function AutocompletePopup<Item extends { id: string }>({
  title,
  offset,
  note,
  onChoose,
  children,
}: {
  title: string;
  /** Between field and list, in pixels. */
  offset: number;
  /** Above the list, or in place of one. */
  note: ReactNode;
  onChoose: (item: Item) => void;
  children: (item: Item) => ReactNode;
}) {
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner className="popup-place" sideOffset={offset} align="start">
        <Autocomplete.Popup className="popup" aria-label={title}>
          {note}
          <Autocomplete.List className="popup-list">
            {(item: Item) => (
              <Autocomplete.Item key={item.id} value={item} className="popup-item" onClick={() => onChoose(item)}>
                {children(item)}
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  );
}
