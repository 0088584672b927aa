/** The refusal of a body that is longer than it may be. */
import { Rejection } from '@catalog/contracts';

export const KIB = 1_024;

export const bodyTooLarge = (limitBytes: number): Rejection =>
  new Rejection('BODY_TOO_LARGE', `The body may have at most ${limitBytes / KIB} KiB`);
