/** The public API of a catalog as a transfer uses it, called through its gateway with one token. */
import { type Answer, type Call, callCatalog, type Method } from './call-catalog.ts';

export type CatalogApi = {
  /** Resolves to an answer below 400, throws a CatalogRefusal for the others. The caller says what the body is. */
  send<T>(method: Method, path: string, call?: Call): Promise<Answer<T>>;
};

export const catalogApiAt = (access: { url: string; token: string; headers?: Record<string, string> }): CatalogApi => ({
  send: async <T>(method: Method, path: string, call: Call = {}) => (await callCatalog({ ...access, method, path, call })) as Answer<T>,
});
