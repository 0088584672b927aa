import { type Category, CATEGORY_LEVELS, Rejection } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { aCategory } from '../../../test/support/events.ts';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { type CategoryTree, changeCategory, createCategory, deleteCategory, MAXIMUM_CATEGORIES } from '../src/rules/index.ts';

const now = '2026-02-01T00:00:00.000Z';
const id = randomUUID();
const treeOf = (...categories: Category[]): CategoryTree => new Map(categories.map((each) => [each.id, each.parent_id]));
/** Each in the one before. */
const lineOf = (length: number): Category[] => {
  const line: Category[] = [];
  for (let level = 0; level < length; level += 1) line.push(aCategory({ parent_id: line.at(-1)?.id ?? null }));
  return line;
};
const within = (parent: Category | undefined) => ({ name: 'Fibre', parent_id: parent?.id ?? null });

describe('A category', () => {
  it('needs no more than a name', () => {
    const { state, event } = createCategory({ name: ' Internet ' }, treeOf(), { id, now });
    expect(event).to.equal('CategoryCreated');
    expect(state).to.eql({
      id,
      name: 'Internet',
      parent_id: null,
      sort_order: 0,
      description: null,
      external_id: null,
      version: 1,
      created_at: now,
      updated_at: now,
    });
  });

  it('is in one that exists', () => {
    const [parent] = lineOf(1);
    expect(createCategory(within(parent), treeOf(parent!), { id, now }).state.parent_id).to.equal(parent!.id);
    expect(expectRejection(() => createCategory(within(aCategory()), treeOf(), { id, now })).code).to.equal('INVALID_REFERENCE');
  });

  it(`is at the ${CATEGORY_LEVELS}th level at most, also as part of a branch that is moved`, () => {
    const line = lineOf(CATEGORY_LEVELS);
    expect(expectRejection(() => createCategory(within(line.at(-1)), treeOf(...line), { id, now })).code).to.equal('VALIDATION_ERROR');
    const branch = lineOf(2);
    const tree = treeOf(...line, ...branch);
    expect(expectRejection(() => changeCategory(branch[0]!, within(line.at(-2)), tree, now)).code).to.equal('VALIDATION_ERROR');
    expect(changeCategory(branch[0]!, within(line.at(-3)), tree, now)?.event).to.equal('CategoryUpdated');
  });

  it('is neither in itself nor in what is below it', () => {
    const line = lineOf(3);
    for (const target of line)
      expect(expectRejection(() => changeCategory(line[0]!, within(target), treeOf(...line), now)).code).to.equal('VALIDATION_ERROR');
  });

  it('is left alone by a change that changes nothing', () => {
    const category = aCategory({ name: 'Fibre', sort_order: 3 });
    expect(changeCategory(category, { name: 'Fibre ', sort_order: 3 }, treeOf(category), now)).to.equal(undefined);
  });

  it('is deleted only when there is nothing below it and nothing in it', () => {
    const category = aCategory();
    const [childIds, offeringIds] = [[randomUUID()], [randomUUID()]];
    expect(expectRejection(() => deleteCategory(category, { childIds, offeringIds: [] }, now)).code).to.equal('IN_USE');
    expect(expectRejection(() => deleteCategory(category, { childIds: [], offeringIds }, now)).code).to.equal('IN_USE');
    expect(deleteCategory(category, { childIds: [], offeringIds: [] }, now)).to.deep.include({ kind: 'deleted', event: 'CategoryDeleted' });
  });

  it(`is one of ${MAXIMUM_CATEGORIES} at most`, () => {
    const full: CategoryTree = new Map(Array.from({ length: MAXIMUM_CATEGORIES }, (_, index) => [String(index), null]));
    expect(expectRejection(() => createCategory({ name: 'One more' }, full, { id, now })).code).to.equal('WRONG_STATE');
  });
});

describe('The tree of categories', () => {
  it('has neither circles nor too many levels, whatever is created and moved', () => {
    const step = fc.record({ what: fc.nat(30), into: fc.option(fc.nat(30)), isMove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const all: Category[] = [];
        const at = (index: number | null) => (index === null ? undefined : all[index % (all.length || 1)]);
        for (const { what, into, isMove } of steps) {
          try {
            const moved = isMove ? at(what) : undefined;
            const wanted = within(at(into));
            const decision = moved
              ? changeCategory(moved, wanted, treeOf(...all), now)
              : createCategory(wanted, treeOf(...all), { id: randomUUID(), now });
            if (decision) all.splice(moved ? all.indexOf(moved) : all.length, moved ? 1 : 0, decision.state);
          } catch (error) {
            if (!(error instanceof Rejection)) throw error;
          }
        }
        for (const one of all) expect(stepsToRoot(one, all)).to.be.at.most(CATEGORY_LEVELS);
      }),
    );
  });
});

/** Counted without the rules' own help; more than there are, if it is in a circle. */
function stepsToRoot(category: Category, all: Category[]): number {
  let steps = 1;
  for (let at = category; at.parent_id !== null && steps <= all.length; steps += 1) at = all.find(({ id: each }) => each === at.parent_id)!;
  return steps;
}
