/** An error answer of the catalog; its message can be shown as it is. */
import type { ErrorBody } from '@catalog/contracts';

type Refused = Pick<ErrorBody['error'], 'code' | 'message'> & Partial<Pick<ErrorBody['error'], 'details'>>;

export class CatalogRefusal extends Error {
  override readonly name = 'CatalogRefusal';
  readonly status: number;
  readonly code: Refused['code'];
  /** What the catalog said, without code and field. */
  readonly reason: string;
  readonly details: ErrorBody['error']['details'];

  constructor(status: number, { code, message, details = {} }: Refused) {
    super(`${code}: ${message}${details.field ? ` (field ${details.field})` : ''}`);
    this.status = status;
    this.code = code;
    this.reason = message;
    this.details = details;
  }
}
