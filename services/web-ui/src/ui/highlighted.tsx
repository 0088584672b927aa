import { ownEntry } from '../own-property.ts';

/** Text in which the words that were found are marked with <em>; nothing else of it is taken for HTML. */
export function Marked({ html }: { html: string }) {
  return html.split(/(<em>.*?<\/em>)/s).map((part, index) => {
    const found = /^<em>(.*)<\/em>$/s.exec(part)?.[1];
    return found === undefined ? unescaped(part) : <mark key={index}>{unescaped(found)}</mark>;
  });
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string => text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
  if (name !== undefined) return ownEntry(entities, name) ?? whole;
  return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
});
