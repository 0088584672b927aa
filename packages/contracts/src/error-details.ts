/** What each refusal tells programs beside its code. */
import type { ErrorCode } from './error-codes.ts';

type MaybeField = { field?: string };
type Fault = MaybeField & { message: string };
type Field = { field: string };
type Upstream = { upstream: string };
type Scheduled = { scheduled: { schedule_id: string; action: string; at: string } };
type InTheWay = { in_the_way: { change_id: string; at: string; valid_until: string | null } };
type Reason = { code: string; field: string; message: string; ids?: string[] };

type DetailsByCode = {
  /** `field` is the first of those at fault. */
  VALIDATION_ERROR: MaybeField & { errors?: readonly Fault[]; variables?: readonly string[]; value?: string; position?: number };
  MALFORMED_REQUEST: MaybeField;
  INVALID_REFERENCE: MaybeField & { invalid_ids: readonly string[]; unusable?: Readonly<Record<string, readonly string[]>> };
  NOT_PUBLISHABLE: MaybeField & { reasons?: readonly Reason[]; invalid_ids?: readonly string[] };
  FORBIDDEN: { required_roles?: readonly string[] };
  NAME_TAKEN: Field;
  EXTERNAL_ID_TAKEN: Field;
  USERNAME_TAKEN: Field;
  IN_USE: { used_by: { offering_ids: readonly string[]; category_ids?: readonly string[] } | { specification_ids: readonly string[] } };
  WRONG_STATE: { lifecycle_status?: string; saga_id?: string; rebuild_id?: string | undefined };
  REVISION_OPEN: { revision: number };
  ALREADY_SCHEDULED: Scheduled;
  SCHEDULED: Scheduled & { required_roles: readonly string[] };
  OVERLAPPING_CHANGE: MaybeField & InTheWay;
  TOO_MANY_CHANGES: { limit: number };
  VERSION_MISMATCH: { current_etag?: string };
  PRICE_LOCKED: { locked_by_saga_ids: readonly string[] };
  TOO_MANY_REQUESTS: Partial<Upstream> & { retry_after_seconds: number };
  UPSTREAM_ERROR: Partial<Upstream> & { upstream_status?: number; path?: string; status?: number };
  SERVICE_UNAVAILABLE: Partial<Upstream> & { upstream_status?: number; reason?: string; id?: string; ids?: readonly string[] };
  UPSTREAM_TIMEOUT: Upstream;
};

type Nothing = Record<never, never>;

/** Of one code; what is not listed above tells nothing more. */
export type DetailsOf<C extends ErrorCode> = C extends keyof DetailsByCode ? DetailsByCode[C] : Nothing;

type Together<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer A) => void ? A : never;

/** Of whichever code. */
export type ErrorDetails = Partial<Together<DetailsByCode[keyof DetailsByCode]>>;
