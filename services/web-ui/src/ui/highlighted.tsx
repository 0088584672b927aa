/** Text with the found words in <em>, shown as <mark>; nothing else of it is treated as HTML. */
import { ownProperty } from '../own-property.ts';

export function Highlighted({ html }: { html: string }) {
  return html.split(/(<em>.*?<\/em>)/s).map((part, index) => {
    const found = /^<em>(.*)<\/em>$/s.exec(part)?.[1];
    return found === undefined ? unescaped(part) : <mark key={index}>{unescaped(found)}</mark>;
  });
}

const entity = /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

type Group = string | undefined;

const unescaped = (text: string): string =>
  text.replaceAll(entity, (whole, hex: Group, decimal: Group, name: Group) => {
    if (name !== undefined) return ownProperty(entities, name) ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
