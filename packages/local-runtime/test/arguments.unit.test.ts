/** What may be asked of npm start. */
import { Trouble } from '@catalog/backing-services';
import { expect } from 'chai';
import { wishFrom } from '../src/command/start-options.ts';

describe('the arguments of npm start', () => {
  it('start everything and keep it running when there are none', () => {
    expect(wishFrom([])).to.deep.equal({ once: false, fresh: false, onlyServers: false, help: false });
  });

  it('may be combined where that makes sense', () => {
    expect(wishFrom(['--once', '--fresh'])).to.include({ once: true, fresh: true });
    expect(wishFrom(['--only=infra', '--fresh'])).to.include({ onlyServers: true, fresh: true });
    expect(wishFrom(['--only', 'infra'])).to.include({ onlyServers: true });
  });

  for (const args of [['--twice'], ['once'], ['--only=services'], ['--only'], ['--once', '--only=infra'], ['--once=yes']]) {
    it(`are refused with the usage: ${args.join(' ')}`, () => {
      expect(() => wishFrom(args)).to.throw(Trouble, 'Usage: npm start');
    });
  }
});
