import { expect } from 'chai';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { clientOf, type TrustedProxies } from '../../src/headers/client.ts';

describe('The client', () => {
  const request = (headers: IncomingMessage['headers']) => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '10.0.0.9' });
    return Object.assign(new IncomingMessage(socket), { headers: { host: 'gateway:8000', ...headers } });
  };
  const behind = (hops: number): TrustedProxies => ({ hops, secret: undefined });
  const told = {
    'x-forwarded-for': '6.6.6.6, 1.1.1.1, 10.0.0.8',
    'x-forwarded-proto': 'https, http',
    'x-forwarded-host': 'shop.example, inner',
  };

  it('is the peer, whatever its headers say, where no proxy is trusted', () => {
    expect(clientOf(request(told), behind(0))).to.eql({ address: '10.0.0.9', protocol: 'http', host: 'gateway:8000' });
  });

  it('is whom the outermost trusted proxy saw; other entries are ignored', () => {
    expect(clientOf(request(told), behind(1)).address).to.equal('10.0.0.8');
    expect(clientOf(request(told), behind(2))).to.eql({ address: '1.1.1.1', protocol: 'https', host: 'shop.example' });
  });

  it('is the peer where the trusted proxies say nothing', () => {
    expect(clientOf(request({}), behind(2))).to.eql({ address: '10.0.0.9', protocol: 'http', host: 'gateway:8000' });
  });

  it('is whom the web pages name, if they send the shared secret', () => {
    const named = (secret: string | undefined, proxies: TrustedProxies) =>
      clientOf(request({ 'x-forwarded-for': '192.0.2.7', ...(secret !== undefined && { 'x-forwarded-secret': secret }) }), proxies).address;
    const secret = 'a secret of both';
    for (const hops of [0, 1, 2]) expect(named(secret, { hops, secret })).to.equal('192.0.2.7');
    for (const wrong of [undefined, '', 'a secret of bot', 'A secret of both', `${secret}, ${secret}`])
      expect(named(wrong, { hops: 0, secret }), wrong).to.equal('10.0.0.9');
    expect(named('', { hops: 0, secret: undefined })).to.equal('10.0.0.9');
    expect(named('undefined', { hops: 0, secret: undefined })).to.equal('10.0.0.9');
  });
});
