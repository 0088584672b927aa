/** Turns the catalog's 404 into undefined. */
import { CatalogRefusal } from './catalog-refusal.ts';

export const ifFound = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof CatalogRefusal && error.status === 404) return undefined;
    throw error;
  });
