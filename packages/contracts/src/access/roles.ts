/** The roles of callers: people are ADMIN or USER, our own services are SERVICE. */
export const roles = ['ADMIN', 'USER', 'SERVICE'] as const;
export type Role = (typeof roles)[number];
