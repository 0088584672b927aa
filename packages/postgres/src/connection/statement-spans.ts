/** Makes a span of each statement of the pool; those that begin and end transactions are not among what it tells of. */
import { openStatementSpan, type StatementSpan } from '@catalog/observability';
import type { Interceptor } from 'slonik';

export const statementSpans: Interceptor = {
  name: 'statement-spans',
  beforeQueryExecution({ sandbox }, { sql }) {
    sandbox[SPAN] = openStatementSpan(sql);
    return null;
  },
  afterQueryExecution({ sandbox }) {
    spanIn(sandbox)?.end();
    return null;
  },
  queryExecutionError({ sandbox }, _query, error) {
    spanIn(sandbox)?.fail(error);
    return null;
  },
  /** The statement itself was well: it found more rows than were looked for, or fewer. */
  dataIntegrityError({ sandbox }) {
    spanIn(sandbox)?.end();
    return null;
  },
};

const SPAN = 'span';

const spanIn = (sandbox: Record<string, unknown>): StatementSpan | undefined => sandbox[SPAN] as StatementSpan | undefined;
