/** Nothing answers at the address, or something that is not a catalog. */
export class CatalogUnreachable extends Error {
  override readonly name = 'CatalogUnreachable';
  readonly answered: boolean;

  constructor(message: string, answered: boolean) {
    super(message);
    this.answered = answered;
  }
}
