/** The text shown for an error; if no catalog answers, with advice about its address. */
import { CatalogUnreachable } from '@catalog/catalog-client';

export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof CatalogUnreachable)) return error.message;
  const advice = error.answered
    ? 'is CATALOG_URL the address of its gateway?'
    : 'start one with npm start, or set CATALOG_URL to the address of its gateway.';
  return `${error.message}: ${advice}`;
}
