/** The status of an offering or a publication, as a word with a colour. */
import type { Text } from '../text/en.ts';
import { Badge } from '../ui/badge.tsx';

type Status = keyof Text['catalog']['statuses'];

const tones: Record<Status, string> = {
  DRAFT: 'neutral',
  PUBLISHING: 'info',
  PUBLISHED: 'good',
  RETIRED: 'neutral',
  running: 'info',
  stuck: 'warning',
  published: 'good',
  failed: 'bad',
};

export const StatusBadge = ({ status, text }: { status: Status; text: Text }) => (
  <Badge tone={tones[status]}>{text.catalog.statuses[status]}</Badge>
);
