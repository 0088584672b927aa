/** Exports and imports the catalog as a file. */
import { collectionOf, type RowKind, rowKinds } from '@catalog/transfer';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { limits } from '../../../catalog/transfer/transfer-limits.ts';
import { TransferForm } from '../../../catalog/transfer/transfer-form.tsx';
import type { Parameters } from '../../../store/address.ts';
import { fill } from '../../../text/locale.ts';
import { currentLocale } from '../../../text/current-locale.ts';
import { Notice } from '../../../ui/notice.tsx';
import { currentUser } from '../../../api/current-user.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await currentLocale()).text.transfer.title });

export default async function Transfer({ searchParams }: { searchParams: Promise<Parameters> }) {
  const [{ text }, user, { problem }] = await Promise.all([currentLocale(), currentUser(), searchParams]);
  if (user?.role !== 'ADMIN') notFound();
  const { transfer, catalog } = text;
  const changes = { fields: { ...catalog.kinds, ...catalog.fields }, nothing: catalog.changes.none, shownBy: transfer.shownBy };
  return (
    <>
      <div className="page-head">
        <h1>{transfer.title}</h1>
      </div>
      {(problem === 'tooLarge' || problem === 'exportFailed') && <Notice kind="error">{fill(transfer[problem], limits)}</Notice>}
      <section className="panel">
        <h2>{transfer.export}</h2>
        <p>{transfer.exportHint}</p>
        <a className="button" href="/catalog/transfer/export">
          {transfer.download}
        </a>
      </section>
      <section className="panel">
        <h2>{transfer.import}</h2>
        <p>{transfer.importHint}</p>
        <TransferForm
          text={{
            ...transfer,
            kinds: namesOfRows(catalog.kind),
            name: catalog.fields.name,
            changes,
            unavailable: text.problem.unavailable,
          }}
        />
      </section>
    </>
  );
}

const namesOfRows = (names: Record<(typeof collectionOf)[RowKind], string>): Record<RowKind, string> =>
  Object.fromEntries(rowKinds.map((kind) => [kind, names[collectionOf[kind]]])) as Record<RowKind, string>;
