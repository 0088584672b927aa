/** Nothing at the address answers, or what does is no catalog. */
export class CatalogUnreachable extends Error {
  override readonly name = 'CatalogUnreachable';
  readonly answered: boolean;

  constructor(message: string, answered: boolean) {
    super(message);
    this.answered = answered;
  }
}
