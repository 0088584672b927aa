import { errors } from '@elastic/elasticsearch';
import { expect } from 'chai';
import { searchAvailability } from '../../src/search-index/search-availability.ts';
import { withFallback } from '../../src/search/with-fallback.ts';

const timeOut = () => new errors.TimeoutError('Request timed out');
const refused = () => new errors.ConnectionError('connect ECONNREFUSED');

describe('The search index', () => {
  /** Each search asks the index once it is told to, which answers with what it is given. */
  function engines() {
    const availability = searchAvailability();
    availability.restored();
    const find = withFallback<Promise<string>, string>({
      elasticsearch: (answer) => answer,
      mongodb: () => Promise.resolve('as MongoDB has it'),
      availability,
    });
    return { availability, find };
  }

  it('is lost with its first failure', async () => {
    for (const failure of [timeOut(), refused()]) {
      const { availability, find } = engines();
      expect(await find(Promise.reject(failure))).to.eql({ found: 'as MongoDB has it', engine: 'mongodb' });
      expect(availability.usable()).to.equal(false);
    }
  });

  it('is not lost because one search took too long while another was answered', async () => {
    const { availability, find } = engines();
    const slow = Promise.withResolvers<string>();
    const answer = find(slow.promise);
    expect(await find(Promise.resolve('found'))).to.eql({ found: 'found', engine: 'elasticsearch' });
    slow.reject(timeOut());
    expect((await answer).engine).to.equal('mongodb');
    expect(availability.usable()).to.equal(true);
  });

  it('is lost when a search took too long and none was answered since it began', async () => {
    const { availability, find } = engines();
    await find(Promise.resolve('found'));
    await find(Promise.reject(timeOut()));
    expect(availability.usable()).to.equal(false);
  });

  it('is lost when it cannot be reached, whoever was answered meanwhile', async () => {
    const { availability, find } = engines();
    const unlucky = Promise.withResolvers<string>();
    const answer = find(unlucky.promise);
    await find(Promise.resolve('found'));
    unlucky.reject(refused());
    await answer;
    expect(availability.usable()).to.equal(false);
  });
});
