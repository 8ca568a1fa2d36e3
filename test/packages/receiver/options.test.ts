import { createReceiver, type ReceiverOptions } from '../../../packages/receiver/src/index.ts';
import { KEY_SET, SECRET } from './signed-by-the-service';

const REFUSED: readonly (readonly [string, ReceiverOptions, string])[] = [
  ['nothing to verify with', {}, 'require: got "any" without `secrets` or `keySet`, expected a value there'],
  ['version 2 without a key set', { secrets: SECRET, require: 'v2' }, 'require: got "v2" without `keySet`'],
  [
    'legacy without secrets',
    { keySet: KEY_SET, require: 'legacy' },
    'require: got "legacy" without `secrets`',
  ],
  [
    'both with one',
    { keySet: KEY_SET, require: 'both' },
    'require: got "both" without `secrets` and `keySet`',
  ],
  ['an empty list', { secrets: [] }, 'require: got "any" without'],
  ['an empty secret', { secrets: '' }, 'secrets: got "", expected an API secret'],
  [
    'a secret that the environment lacks',
    { secrets: { '738': undefined } },
    'secrets.738: got undefined, expected',
  ],
  ['a line end behind a secret', { secrets: `${SECRET}\n` }, 'secrets: got white space around it'],
  ['a tolerance of 0', { secrets: SECRET, toleranceSeconds: 0 }, 'toleranceSeconds: got 0'],
  ['a tolerance that is no number', { secrets: SECRET, toleranceSeconds: NaN }, 'toleranceSeconds: got NaN'],
  [
    'plain http',
    { keySet: 'http://hooks.example.com/keys' },
    'keySet: got "http://hooks.example.com/keys", expected an https address',
  ],
  ['a name that only begins like this machine', { keySet: 'http://localhost.example.com/' }, 'keySet: got'],
  ['no address', { keySet: 'acme' }, 'keySet: got "acme"'],
  ['another protocol', { keySet: 'file:///keys' }, 'keySet: got "file:///keys"'],
];

it.each(REFUSED)('a receiver is not made with %s', (_what, options, message) => {
  expect(() => createReceiver(options)).toThrow(TypeError);
  expect(() => createReceiver(options)).toThrow(message);
});

it('a receiver is not made with words that JavaScript lets pass', () => {
  const words = JSON.parse('[{"require":"hmac"},{"algorithm":"md5"},{"keySet":{}}]') as ReceiverOptions[];
  for (const each of words)
    expect(() => createReceiver({ secrets: SECRET, ...each })).toThrow(/got .*, expected/);
});

it.each(['https://hooks.example.com/k', 'http://localhost:8080/k', 'http://127.0.0.1/k', 'http://[::1]:1/k'])(
  'a key set may be at %s',
  (keySet) => {
    expect(() => createReceiver({ keySet })).not.toThrow();
  },
);
