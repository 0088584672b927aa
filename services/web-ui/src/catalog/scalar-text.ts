/** A single value as it is; empty for whatever is none. */
export const plainly = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');
