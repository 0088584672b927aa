// A pid is ended only if it is provably the process that was recorded.
import { expect } from 'chai';
import { statusOf } from '../src/processes/end-leftovers.ts';
import { startTimeInStat } from '../src/processes/process-identity.ts';
import type { ProcessRecord } from '../src/processes/process-records.ts';

const record: ProcessRecord = {
  name: 'zipkin',
  pid: 200,
  started: '5000',
  stop_signal: 'SIGTERM',
  stop_last: false,
  owner: { pid: 100, started: '4000' },
};

describe('leftovers', () => {
  it('is a leftover when it still runs and whoever started it does not', () => {
    expect(statusOf(record, running({ 200: '5000' }))).to.equal('leftover');
  });

  it('is in use while whoever started it still runs', () => {
    expect(statusOf(record, running({ 200: '5000', 100: '4000' }))).to.equal('in_use');
  });

  it('is a leftover when the pid of whoever started it now belongs to a stranger', () => {
    expect(statusOf(record, running({ 200: '5000', 100: '9000' }))).to.equal('leftover');
  });

  it('is gone when its pid belongs to a process that started at another time', () => {
    expect(statusOf(record, running({ 200: '7000' }))).to.equal('gone');
  });

  it('is gone when nothing runs under its pid', () => {
    expect(statusOf(record, running({}))).to.equal('gone');
  });

  it('never matches when its start time could not be recorded', () => {
    expect(statusOf({ ...record, started: '' }, () => '')).to.equal('gone');
  });

  it('reads the start time of a program whose name holds spaces and brackets', () => {
    expect(startTimeInStat(statLine('a) (b) 7', 'S'))).to.equal('123456');
  });

  it('counts a process that has ended but was not reaped as gone', () => {
    expect(startTimeInStat(statLine('java', 'Z'))).to.equal(undefined);
  });
});

function running(processes: Record<number, string>): (pid: number) => string | undefined {
  return (pid) => processes[pid];
}

function statLine(name: string, state: string): string {
  const between = Array.from({ length: 18 }, (_, index) => index);
  return `200 (${name}) ${state} ${between.join(' ')} 123456 99 98 97`;
}
