import { execFileSync } from 'node:child_process';
import { shellWord } from '../../../src/local/demo/demo-environment';

const shell = (script: string) => execFileSync('sh', ['-c', script], { encoding: 'utf8' });

it.each(['.data/netrc', 'http://127.0.0.1:8080/v1_1/demo', 'C:/a_b-c@d%e+f=g,h'])(
  'leaves %s as it is',
  (text) => {
    expect(shellWord(text)).toBe(text);
  },
);

it.each([
  'my data/netrc',
  "o'neil's/netrc",
  "''",
  '',
  '$HOME/`id`/"x"/\\y',
  'a;b&c|d(e)<f>',
  '*?[a]{b,c}~!#',
  'line\nbreak',
  'http://[::1]:8080/deliveries?status=pending',
  'ä 数',
])('makes %j one word of the shell', (text) => {
  expect(shell(`printf '<%s>' ${shellWord(text)} end`)).toBe(`<${text}><end>`);
});
