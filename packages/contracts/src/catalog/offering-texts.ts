/** Checks what people write in an offering, and returns it as it is stored; refuses with VALIDATION_ERROR. */
import { lineFrom, lineKey, linesFrom, nameFrom } from '../text/index.ts';
import type { Offering } from './offering.ts';

export const EXTERNAL_ID_LENGTH = 100;
export const DESCRIPTION_LENGTH = 5_000;
export const CHANNEL_LENGTH = 50;

export type OfferingTexts = Pick<Offering, 'name' | 'description' | 'external_id' | 'sales_channels'>;
type Wanted = { name: string; description?: string | null; external_id?: string | null; sales_channels?: string[] };

export const offeringTextsFrom = ({ name, description = null, external_id = null, sales_channels = [] }: Wanted): OfferingTexts => ({
  name: nameFrom(name),
  description: description === null ? null : linesFrom(description, { field: 'description', longest: DESCRIPTION_LENGTH }),
  external_id: external_id === null ? null : lineFrom(external_id, { field: 'external_id', longest: EXTERNAL_ID_LENGTH }),
  sales_channels: channelsFrom(sales_channels),
});

/** Each channel once, in the spelling that came first; the store compares them regardless of case. */
function channelsFrom(given: string[]): string[] {
  const channels = given.map((channel) => lineFrom(channel, { field: 'sales_channels', longest: CHANNEL_LENGTH }));
  const keys = channels.map(lineKey);
  return channels.filter((_, index) => keys.indexOf(keys[index]!) === index);
}
