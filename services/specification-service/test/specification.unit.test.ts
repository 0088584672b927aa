import type { Specification } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aCharacteristic } from '../../../test/support/events.ts';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { sagaSteps } from '../src/saga-steps.ts';
import {
  changeSpecification,
  createSpecification,
  deleteSpecification,
  expand,
  loseCharacteristic,
  requirePublishable,
  inputFrom,
} from '../src/rules/specification.ts';
import { aSpecification, anInput } from './specification-examples.ts';

const id = randomUUID();
const now = '2026-02-01T00:00:00.000Z';
const [speed, volume, gone] = [aCharacteristic(), aCharacteristic(), aCharacteristic()] as const;
const characteristics = [volume, speed];
const input = anInput({ characteristic_ids: [speed.id, volume.id] });

describe('A specification', () => {
  it('starts valid at version 1, its characteristics in the order wanted', () => {
    const { state: specification, event } = createSpecification(input, { id, characteristics, now });
    expect(event).to.equal('SpecificationCreated');
    expect(specification).to.eql({ id, ...input, invalid: false, version: 1, created_at: now, updated_at: now });
  });

  it('has its name trimmed, which must be of 1 to 200 characters', () => {
    expect(inputFrom(anInput({ name: ' Fibre: 100/20 ' })).name).to.equal('Fibre: 100/20');
    for (const name of ['', ' ', 'a'.repeat(201)])
      expect(expectRejection(() => inputFrom(anInput({ name }))).details.field).to.equal('name');
  });

  it('cannot list what does not exist: all such ids are named', () => {
    const ids = [gone.id, speed.id, id];
    const wanted = anInput({ characteristic_ids: ids });
    for (const act of [
      () => createSpecification(wanted, { id, characteristics, now }),
      () => changeSpecification(aSpecification(), wanted, { characteristics, now }),
    ]) {
      const { code, details } = expectRejection(act);
      expect({ code, details }).to.eql({ code: 'INVALID_REFERENCE', details: { field: 'characteristic_ids', invalid_ids: [gone.id, id] } });
    }
  });

  it('becomes a new version when its name, its characteristics or their order change', () => {
    const current = aSpecification({ ...input, version: 3 });
    for (const changes of [{ name: 'Fibre 200' }, { characteristic_ids: [volume.id, speed.id] }, { characteristic_ids: [speed.id] }]) {
      const decision = changeSpecification(current, { ...input, ...changes }, { characteristics, now });
      expect(decision?.event).to.equal('SpecificationUpdated');
      expect(decision?.state).to.eql({ ...current, ...changes, version: 4, updated_at: now });
    }
  });

  it('stays as it is when nothing about it changes', () => {
    expect(changeSpecification(aSpecification(input), input, { characteristics, now })).to.equal(undefined);
  });

  it('can be deleted when no offering uses it', () => {
    expect(deleteSpecification(aSpecification({ version: 2 }), [])).to.have.nested.include({
      event: 'SpecificationDeleted',
      'state.version': 3,
    });
    expect(expectRejection(() => deleteSpecification(aSpecification(), [id]))).to.deep.include({
      code: 'IN_USE',
      details: { used_by: { offering_ids: [id] } },
    });
  });

  it('becomes invalid once when it loses a characteristic, and keeps listing it', () => {
    const current = aSpecification(input);
    const lost = loseCharacteristic(current, speed.id, now);
    expect(lost).to.eql({
      kind: 'stored',
      event: 'SpecificationUpdated',
      state: { ...current, invalid: true, version: 2, updated_at: now },
    });
    expect(loseCharacteristic(lost!.state, speed.id, now)).to.equal(undefined);
    expect(loseCharacteristic(lost!.state, volume.id, now)).to.equal(undefined);
    expect(loseCharacteristic(current, gone.id, now)).to.equal(undefined);
  });

  it('becomes valid again when it lists only what exists', () => {
    const current = aSpecification({ ...input, invalid: true, version: 2 });
    const mended = changeSpecification(current, { ...input, characteristic_ids: [volume.id] }, { characteristics: [volume], now });
    expect(mended?.state).to.deep.include({ invalid: false, characteristic_ids: [volume.id], version: 3 });
  });

  it('shows its characteristics in its own order, without those that are gone', () => {
    const { characteristics: shown, ...rest } = expand(
      aSpecification({ ...input, id, characteristic_ids: [speed.id, gone.id, volume.id] }),
      characteristics,
    );
    expect(rest.characteristic_ids).to.eql([speed.id, gone.id, volume.id]);
    expect(shown.map((one) => one.id)).to.eql([speed.id, volume.id]);
    const { created_at: _, updated_at: __, ...told } = speed;
    expect(shown[0]).to.eql(told);
  });
});

describe('The saga step validate-specifications', () => {
  const [whole, other, broken] = [aSpecification(), aSpecification(), aSpecification({ invalid: true })] as const;
  const stored: Specification[] = [whole, other, broken];
  const step = sagaSteps({ find: async (ids) => stored.filter((one) => ids.includes(one.id)) })['validate-specifications'];
  const variables = {
    offeringId: id,
    offeringVersion: 1,
    sagaId: id,
    pricingIds: [],
    correlationId: 'c',
    traceContext: {},
    deadline: 'PT2M',
  };
  const validate = (...specificationIds: string[]) => step({ ...variables, specificationIds }, { sagaId: id, retriesLeft: 3 });

  it('passes when every specification exists and is whole, and may run twice', async () => {
    expect(await validate(whole.id, other.id)).to.eql({ validationResult: true });
    expect(await validate(whole.id, other.id)).to.eql({ validationResult: true });
  });

  it('names every specification that does not exist', () => {
    const { code, details } = expectRejection(() => requirePublishable([gone.id, whole.id, id], stored.slice(0, 1)));
    expect({ code, details }).to.eql({ code: 'INVALID_REFERENCE', details: { field: 'specification_ids', invalid_ids: [gone.id, id] } });
  });

  it('names every specification that has lost a characteristic', async () => {
    const error: unknown = await validate(broken.id, whole.id).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.deep.include({ code: 'NOT_PUBLISHABLE', details: { invalid_ids: [broken.id] } });
  });
});
