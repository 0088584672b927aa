/** Parses the `category` parameters of a search; refuses what is no id with VALIDATION_ERROR. */
import { Rejection } from '@catalog/contracts';

/** Ids of categories: an offering must be in one of them, or anywhere below one. */
export type CategoryFilter = string[];

const MAXIMUM_IDS = 30;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** All of them must hold; repeating one costs nothing. */
export function parseCategoryFilters(texts: string[]): CategoryFilter[] {
  const filters = texts.map((text) => [...new Set(text.split('|').map(idFrom))].sort());
  if (filters.flat().length > MAXIMUM_IDS) throw refused(`category may name at most ${MAXIMUM_IDS} categories in all`);
  return [...new Map(filters.map((filter) => [filter.join(), filter])).values()];
}

function idFrom(text: string): string {
  const id = text.trim().toLowerCase();
  if (!uuid.test(id)) throw refused('category must be the id of a category, or several separated by |');
  return id;
}

const refused = (message: string): Rejection => new Rejection('VALIDATION_ERROR', message, { field: 'category' });
