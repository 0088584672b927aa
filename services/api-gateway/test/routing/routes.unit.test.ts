import { expect } from 'chai';
import { accessTo, canonicalPath, isClosed, routeOf } from '../../src/routing/routes.ts';

describe('The routes', () => {
  const accessOf = (method: string, path: string) => accessTo(routeOf(path)!, method, path);

  it('lead each prefix to its service, and nothing that only begins like it', () => {
    expect(routeOf('/api/v1/prices')?.upstream).to.equal('pricing-service');
    expect(routeOf('/api/v1/publications/1/retry')?.upstream).to.equal('offering-service');
    expect(routeOf('/api/v1/store/offerings/1')?.upstream).to.equal('store-service');
    expect(routeOf('/api/v1/pricesandmore')).to.equal(undefined);
    expect(routeOf('/api/v2/prices')).to.equal(undefined);
  });

  it('are open to everyone for signing in, for public keys and for reading the store, and for nothing else', () => {
    expect(accessOf('POST', '/api/v1/auth/login')).to.equal('public');
    expect(accessOf('HEAD', '/api/v1/auth/jwks')).to.equal('public');
    expect(accessOf('GET', '/api/v1/auth/login')).not.to.equal('public');
    expect(accessOf('GET', '/api/v1/store/search')).to.equal('public');
    expect(accessOf('POST', '/api/v1/store/rebuild')).to.eql(['ADMIN']);
    expect(accessOf('GET', '/api/v1/store/drift')).to.eql(['ADMIN', 'USER', 'SERVICE']);
    expect(accessOf('GET', '/api/v1/prices')).to.eql(['ADMIN', 'USER', 'SERVICE']);
    expect(accessOf('POST', '/api/v1/publications/1/retry')).to.eql(['ADMIN']);
    expect(accessOf('DELETE', '/api/v1/offerings/1')).to.eql(['ADMIN', 'USER']);
  });

  it('compare paths as the services do: whatever their case, their encoding or a trailing slash', () => {
    expect(canonicalPath('/API/v1/Prices/1/%4Cock//'.replace('//', '/'))).to.equal('/api/v1/prices/1/lock');
    expect(canonicalPath('/')).to.equal('/');
    for (const path of ['/api/v1/prices/7/lock', '/api/v1/prices/7/unlock', '/api/v1/auth/token']) expect(isClosed(path)).to.equal(true);
    for (const path of ['/api/v1/prices/lock', '/api/v1/offerings/7/lock', '/api/v1/auth/tokens']) expect(isClosed(path)).to.equal(false);
  });

  it('refuse a path that two programs could read differently', () => {
    for (const path of ['/a/../b', '/a/%2e%2e/b', '/a/./b', '/a/..', '/a//b', '/a%2fb', '/a%5Cb', '/a\\b', '/a%00', '/%c3%28']) {
      expect(() => canonicalPath(path), path)
        .to.throw()
        .with.property('code', 'MALFORMED_REQUEST');
    }
    expect(canonicalPath('/a/..b/c.d')).to.equal('/a/..b/c.d');
  });
});
