/** A page of a list: what is asked for, what is found, and the window of it that a database is asked for. */

export type PageRequest = { page: number; page_size: number };
export type PageOf<T> = { total: number; page: number; page_size: number; items: T[] };

/** `limit` and `offset` as SQL and search engines want them. */
export const windowOf = ({ page, page_size }: PageRequest) => ({ limit: page_size, offset: (page - 1) * page_size });
