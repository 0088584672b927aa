import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { changeGadget, createGadget, deleteGadget } from '../src/rules/index.ts';

const id = randomUUID();
const [now, later] = ['2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z'];
const { state: gadget } = createGadget({ name: ' First ' }, { id, now });

describe('A gadget', () => {
  it('starts at version 1, with its name as names are written', () => {
    expect(gadget).to.eql({ id, name: 'First', version: 1, created_at: now, updated_at: now });
  });

  it('needs a name', () => expect(expectRejection(() => createGadget({ name: ' ' }, { id, now })).code).to.equal('VALIDATION_ERROR'));

  it('is changed to what is wanted, and not at all where it is that already', () => {
    expect(changeGadget(gadget, { name: 'Second' }, later)?.state).to.eql({ ...gadget, name: 'Second', version: 2, updated_at: later });
    expect(changeGadget(gadget, { name: 'First ' }, later)).to.equal(undefined);
  });

  it('is deleted', () => expect(deleteGadget(gadget)).to.include({ kind: 'deleted', event: 'GadgetDeleted' }));
});
