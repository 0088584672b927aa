/** A state as a word with a colour. */
import type { Text } from '../text/en.ts';

type Status = keyof Text['catalog']['statuses'];

const moods: Record<Status, string> = {
  DRAFT: 'neutral', PUBLISHING: 'info', PUBLISHED: 'good', RETIRED: 'neutral', running: 'info', stuck: 'warning', published: 'good', failed: 'bad',
};

export const StatusBadge = ({ status, text }: { status: Status; text: Text }) => <Badge mood={moods[status]}>{text.catalog.statuses[status]}</Badge>;

export const Badge = ({ mood, children }: { mood: string; children: string }) => <span className={`badge ${mood}`}>{children}</span>;
