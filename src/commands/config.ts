import { maskedConfig } from '../config';
import type { Form } from './parse-command-line';

export const CONFIG: readonly Form[] = [
  {
    words: [],
    help: 'prints the settings in effect, secrets masked',
    run: async ({ config, print }) => print(JSON.stringify(maskedConfig(config), undefined, 2)),
  },
];
