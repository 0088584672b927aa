/** What may be asked of npm start. */
import { ExpectedError } from '@catalog/backing-services';
import { expect } from 'chai';
import { startOptionsFrom } from '../src/command/start-options.ts';

describe('the arguments of npm start', () => {
  it('start everything and keep it running when there are none', () => {
    expect(startOptionsFrom([])).to.deep.equal({ once: false, fresh: false, onlyServers: false, help: false });
  });

  it('may be combined where that makes sense', () => {
    expect(startOptionsFrom(['--once', '--fresh'])).to.include({ once: true, fresh: true });
    expect(startOptionsFrom(['--only=infra', '--fresh'])).to.include({ onlyServers: true, fresh: true });
    expect(startOptionsFrom(['--only', 'infra'])).to.include({ onlyServers: true });
  });

  for (const args of [['--twice'], ['once'], ['--only=services'], ['--only'], ['--once', '--only=infra'], ['--once=yes']]) {
    it(`are refused with the usage: ${args.join(' ')}`, () => {
      expect(() => startOptionsFrom(args)).to.throw(ExpectedError, 'Usage: npm start');
    });
  }
});
