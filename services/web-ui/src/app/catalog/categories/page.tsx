/** All categories, as the tree that they are. */
import Link from 'next/link';
import { CategoryTree } from '../../../catalog/category-tree.tsx';
import { readCategories } from '../../../catalog/read-categories.ts';
import { currentUser } from '../../../api/current-user.ts';
import { currentLocale } from '../../../text/current-locale.ts';
import { Notice } from '../../../ui/notice.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

export default async function Categories() {
  const [locale, user, outcome] = await Promise.all([currentLocale(), currentUser(), readCategories()]);
  const {
    text: { catalog: text },
  } = locale;
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  const { categories, total } = outcome.data;
  return (
    <>
      <div className="page-head">
        <h1>{text.kinds.categories}</h1>
        {user?.role === 'ADMIN' && (
          <Link className="button primary" href="/catalog/categories/new" prefetch={false}>
            {text.create.categories}
          </Link>
        )}
      </div>
      <p role="status">{locale.count(text.found, total)}</p>
      {total > categories.length && <Notice kind="warning">{locale.count(text.foundShown, categories.length)}</Notice>}
      <section className="panel">
        <CategoryTree categories={categories} />
      </section>
    </>
  );
}
