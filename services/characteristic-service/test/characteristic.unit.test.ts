import { mustBeNumeric, unitsOfMeasure } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { changeCharacteristic, createCharacteristic, deleteCharacteristic } from '../src/rules/characteristic.ts';
import { aCharacteristic, anInput } from './characteristic-examples.ts';

const id = randomUUID();
const now = '2026-02-01T00:00:00.000Z';
const create = (changes: Partial<ReturnType<typeof anInput>>) => createCharacteristic(anInput(changes), { id, now }).state;
const faultyField = (changes: Partial<ReturnType<typeof anInput>>) => {
  const { code, details } = expectRejection(() => create(changes));
  return code === 'VALIDATION_ERROR' ? details.field : code;
};

describe('A characteristic', () => {
  it('starts at version 1', () => {
    const { state: characteristic, event } = createCharacteristic(anInput(), { id, now });
    expect(event).to.equal('CharacteristicCreated');
    expect(characteristic).to.eql({ id, ...anInput(), version: 1, created_at: now, updated_at: now });
  });

  it('is about its own name when it is not told what it is about', () => {
    const { attribute: _, ...input } = anInput({ name: ' Speed 100 ' });
    expect(createCharacteristic(input, { id, now }).state).to.include({ name: 'Speed 100', attribute: 'Speed 100' });
  });

  for (const name of ['Speed 100', 'Hız 100', 'Geschwindigkeit (max.)', '速度 100', 'गति 100', 'سرعة ١٠٠', 'up/down', 'Wi-Fi_6+', '5G']) {
    it(`may be named ${name}`, () => expect(create({ name, attribute: name })).to.include({ name, attribute: name }));
  }

  for (const name of [
    '',
    '   ',
    'a'.repeat(201),
    'Speed: 100',
    'a|b',
    'a=b',
    '<b>',
    'a\nb',
    'tab\there',
    'a\u200Bb',
    '🚀',
    '"quoted"',
    'a,b',
    '50%',
  ]) {
    it(`may not be named ${JSON.stringify(name.slice(0, 20))}, nor be about that`, () => {
      expect(faultyField({ name })).to.equal('name');
      expect(faultyField({ attribute: name })).to.equal('attribute');
    });
  }

  it('has one kind of space and one form of letters in its name', () => {
    expect(create({ name: '\u3000Speed\u00A0100 ' }).name).to.equal('Speed 100');
    expect(create({ name: 'Cafe\u0301' }).name).to.equal('Caf\u00e9');
    expect(create({ name: '𠮷'.repeat(200) }).name).to.have.lengthOf(400);
  });

  for (const value of ['0', '100', '-5', '0.5', '-0.5', '007', '1.50', '9'.repeat(100)]) {
    it(`may measure ${value.slice(0, 20)}`, () => expect(create({ value }).value).to.equal(value));
  }

  it('has its value trimmed', () => expect(create({ value: ' 5\n' }).value).to.equal('5'));

  for (const value of [
    'fast',
    '1e3',
    '+5',
    '-',
    '.5',
    '5.',
    '1,5',
    '1 000',
    '0x10',
    '١٠٠',
    '１００',
    '-0',
    '-0.00',
    'NaN',
    'Infinity',
    '1_000',
    '--1',
    '1.2.3',
  ]) {
    it(`may not measure ${value}`, () => expect(faultyField({ value })).to.equal('value'));
  }

  for (const unit_of_measure of unitsOfMeasure) {
    const isNumeric = mustBeNumeric(unit_of_measure);
    it(`${isNumeric ? 'needs a number' : 'may have any text'} in ${unit_of_measure}`, () => {
      if (isNumeric) expect(faultyField({ value: 'unlimited', unit_of_measure })).to.equal('value');
      else expect(create({ value: ' unlimited! -0 ', unit_of_measure }).value).to.equal('unlimited! -0');
    });
  }

  it('may have a value of 100 characters, but not of 101 nor none', () => {
    expect(create({ value: '😀'.repeat(100), unit_of_measure: 'None' }).value).to.have.lengthOf(200);
    expect(faultyField({ value: 'x'.repeat(101), unit_of_measure: 'None' })).to.equal('value');
    expect(faultyField({ value: ' ', unit_of_measure: 'None' })).to.equal('value');
  });

  it('becomes a new version when it changes', () => {
    const decision = changeCharacteristic(aCharacteristic({ version: 3 }), anInput({ value: '150' }), now);
    expect(decision?.event).to.equal('CharacteristicUpdated');
    expect(decision?.state).to.include({ value: '150', version: 4, updated_at: now, created_at: '2026-01-15T10:00:00.000Z' });
  });

  it('must still suit its unit after a change', () => {
    const text = aCharacteristic({ value: 'fast', unit_of_measure: 'None' });
    expect(expectRejection(() => changeCharacteristic(text, anInput({ value: 'fast' }), now)).details.field).to.equal('value');
  });

  it('stays as it is when nothing about it changes', () =>
    expect(changeCharacteristic(aCharacteristic(), anInput(), now)).to.equal(undefined));

  it('can be deleted when no specification uses it', () => {
    expect(deleteCharacteristic(aCharacteristic({ version: 2 }), [])).to.have.nested.include({
      event: 'CharacteristicDeleted',
      'state.version': 3,
    });
    expect(expectRejection(() => deleteCharacteristic(aCharacteristic(), [id]))).to.deep.include({
      code: 'IN_USE',
      details: { used_by: { specification_ids: [id] } },
    });
  });
});
