import { expect } from 'chai';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { clientOf } from '../src/client.ts';

describe('The client', () => {
  const request = (headers: IncomingMessage['headers']) => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '10.0.0.9' });
    return Object.assign(new IncomingMessage(socket), { headers: { host: 'gateway:8000', ...headers } });
  };
  const told = { 'x-forwarded-for': '6.6.6.6, 1.1.1.1, 10.0.0.8', 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'shop.example, inner' };

  it('is the peer, whatever it says, where no proxy in front is trusted', () => {
    expect(clientOf(request(told), 0)).to.eql({
      address: '10.0.0.9', forwardedFor: undefined, peerAddress: '10.0.0.9', protocol: 'http', host: 'gateway:8000',
    });
  });

  it('is whom the outermost trusted proxy saw, and no more is believed than that', () => {
    expect(clientOf(request(told), 1).address).to.equal('10.0.0.8');
    expect(clientOf(request(told), 2)).to.eql({
      address: '1.1.1.1', forwardedFor: told['x-forwarded-for'], peerAddress: '10.0.0.9', protocol: 'https', host: 'shop.example',
    });
  });

  it('is the peer where the trusted proxies say nothing', () => {
    expect(clientOf(request({}), 2)).to.eql({
      address: '10.0.0.9', forwardedFor: undefined, peerAddress: '10.0.0.9', protocol: 'http', host: 'gateway:8000',
    });
  });
});
