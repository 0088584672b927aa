/** One category: what it is in, what is below it, the offerings in it, and its history. */
import Link from 'next/link';
import { ManageThing } from '../../../../catalog/actions/manage-thing.tsx';
import { categoryPlaces } from '../../../../catalog/category-places.ts';
import { DetailHead } from '../../../../catalog/detail/detail-head.tsx';
import { FieldList } from '../../../../catalog/detail/field-list.tsx';
import { History } from '../../../../catalog/detail/history.tsx';
import { References } from '../../../../catalog/detail/references.tsx';
import { SHOWN_USERS, UsedBy } from '../../../../catalog/detail/used-by.tsx';
import { loadThing, type ThingPage } from '../../../../catalog/load-thing.ts';
import { listThings, readHistory } from '../../../../catalog/things.ts';
import { ProblemNotice } from '../../../../ui/problem-notice.tsx';

export default async function CategoryPage({ params }: ThingPage) {
  const { id } = await params;
  const [{ locale, isAdmin, outcome }, children, users, history] = await Promise.all([
    loadThing('categories', id),
    listThings('categories', { parent_id: id, sort: 'sort_order', page_size: 100 }),
    listThings('offerings', { category_id: id, page_size: SHOWN_USERS }),
    readHistory('categories', id),
  ]);
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const {
    text: { catalog: text },
  } = locale;
  const { name, parent_id, sort_order, description, external_id, version, updated_at } = outcome.data;
  const place = await categoryPlaces([outcome.data]);
  return (
    <>
      <DetailHead
        kind="categories"
        name={name}
        locale={locale}
        actions={isAdmin && <ManageThing kind="categories" id={id} name={name} text={locale.text} />}
      />
      <section className="panel">
        <FieldList
          rows={[
            [
              text.fields.parent_id,
              parent_id && (
                <Link href={`/catalog/categories/${parent_id}`} prefetch={false}>
                  {place(parent_id)}
                </Link>
              ),
            ],
            [text.fields.description, description],
            [text.fields.sort_order, locale.number(sort_order)],
            [text.fields.external_id, external_id],
            [text.fields.version, locale.number(version)],
            [text.fields.updated_at, locale.moment(updated_at)],
          ]}
        />
      </section>
      <References id="below" title={text.below} kind="categories" references={children.ok ? children.data.items : []} locale={locale}>
        {isAdmin && (
          <Link href={`/catalog/categories/new?parent_id=${id}`} prefetch={false}>
            {text.createBelow}
          </Link>
        )}
      </References>
      <UsedBy kind="offerings" filter={{ category_id: id }} users={users} locale={locale} />
      {history.ok && <History entries={history.data.items} locale={locale} />}
    </>
  );
}
