import { parseEgressProxy } from '../../../src/outbound/network/egress-proxy';

describe('the URL of an egress proxy', () => {
  it.each([
    ['http://proxy:4750', { host: 'proxy', port: 4750, isSecure: false, authorization: undefined }],
    ['http://proxy', { host: 'proxy', port: 80, isSecure: false, authorization: undefined }],
    [
      'https://proxy.example/',
      { host: 'proxy.example', port: 443, isSecure: true, authorization: undefined },
    ],
    ['http://[fd00::1]:3128', { host: 'fd00::1', port: 3128, isSecure: false, authorization: undefined }],
  ])('%s is read', (text, expected) => {
    expect(parseEgressProxy(text)).toEqual(expected);
  });

  it('gives the credentials that it contains, in UTF-8', () => {
    expect(parseEgressProxy('http://me:p%C3%A4ss@proxy').authorization).toBe(
      `Basic ${Buffer.from('me:päss').toString('base64')}`,
    );
  });

  it.each([
    'proxy:4750',
    'socks5://proxy:1080',
    'http://',
    'http://proxy/path',
    'http://proxy/?a=s3cret',
    'http://proxy/#s3cret',
    'http://me:s3%ret@proxy',
  ])('%s is refused, and not repeated', (text) => {
    const parse = () => parseEgressProxy(text);
    expect(parse).toThrow(/^expected /);
    expect(parse).not.toThrow(/s3/);
  });
});
