/** Events about characteristics for tests, as their service would publish them. */
import type { Characteristic, CharacteristicEvent, Event } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';

export const aCharacteristicEvent = (type: CharacteristicEvent, payload: Characteristic): Event<CharacteristicEvent, Characteristic> => ({
  event_id: randomUUID(),
  event_type: type,
  schema_version: '1.0',
  entity_version: payload.version,
  timestamp: payload.updated_at,
  correlation_id: 'test',
  payload,
});
