import { expect } from 'chai';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { etagOf, idempotencyClaim, pageReply, requireMatch } from '../src/server/index.ts';
import { preconditionsOf } from '../src/server/conditional/preconditions.ts';

const demanded = (headers: Record<string, string | undefined>) => preconditionsOf(headers, { method: 'PUT', isConditional: true });

describe('An entity tag', () => {
  it('is readable for a version, and short for more', () => {
    expect(etagOf(7)).to.equal('"7"');
    expect(etagOf(7, 'x'))
      .to.match(/^"[\w-]{22}"$/)
      .and.to.equal(etagOf(7, 'x'))
      .and.not.to.equal(etagOf(8, 'x'));
  });

  it('lets a change through that names it, or names nothing', () => {
    for (const ifMatch of [undefined, '*', '"7"', '"6", "7"', ',"6",\t,"7" ,', '"a,b","7"'])
      requireMatch(demanded({ 'if-match': ifMatch }), '"7"');
    for (const ifNoneMatch of ['"6"', 'W/"6"', '"6", W/"8"']) requireMatch(demanded({ 'if-none-match': ifNoneMatch }), '"7"');
  });

  it('stops a change that names another, or any that it must not be', () => {
    const headers = [
      { 'if-match': '"6"' },
      { 'if-match': 'W/"7"' },
      { 'if-match': '"6", W/"7"' },
      { 'if-none-match': '*' },
      { 'if-none-match': '"7"' },
      { 'if-none-match': '"6", W/"7"' },
      { 'if-match': '"7"', 'if-none-match': '*' },
    ];
    for (const demands of headers) {
      expect(
        expectRejection(() => requireMatch(demanded(demands), '"7"')),
        JSON.stringify(demands),
      ).to.deep.include({ code: 'VERSION_MISMATCH', details: { current_etag: '"7"' } });
    }
  });
});

describe('An Idempotency-Key', () => {
  const request = { subject: 'ann', method: 'POST', path: '/x', body: { a: 1 } };

  it('belongs to who asks for what, with a fingerprint of how', () => {
    const claim = idempotencyClaim('k', request)!;
    expect(claim).to.include({ scope: 'ann POST /x', key: 'k' });
    expect(idempotencyClaim('k', { ...request, body: { a: 2 } })!.fingerprint).not.to.equal(claim.fingerprint);
    expect(idempotencyClaim(undefined, request)).to.equal(undefined);
  });

  it('is 1 to 200 printable characters', () => {
    for (const key of ['', ' ', 'a b', 'ü', 'x'.repeat(201)])
      expect(expectRejection(() => idempotencyClaim(key, request)).details.field).to.equal('Idempotency-Key');
  });
});

describe('A page of a list', () => {
  const links = (page: number, total: number) =>
    pageReply(
      { total, items: [] },
      { path: '/things', query: { page, page_size: 10, name: 'a b', id: ['1', '2'], none: undefined } as never },
    ).headers!['Link'];

  it('links to its neighbours with the same filters', () => {
    expect(links(2, 30)).to.equal(
      [
        '</things?page=1&page_size=10&name=a+b&id=1&id=2>; rel="first"',
        '</things?page=1&page_size=10&name=a+b&id=1&id=2>; rel="prev"',
        '</things?page=3&page_size=10&name=a+b&id=1&id=2>; rel="next"',
        '</things?page=3&page_size=10&name=a+b&id=1&id=2>; rel="last"',
      ].join(', '),
    );
  });

  it('has no neighbour where there is none', () => {
    expect(links(1, 0)).not.to.match(/next|prev/);
    expect(links(3, 30)).not.to.match(/next/);
    expect(links(9, 30)).to.match(/page=3[^>]*>; rel="prev"/);
  });
});
