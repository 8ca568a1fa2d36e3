import { version } from '../package.json';

/** Name and version of this software, as receivers and callers see them. */
export const PRODUCT = 'webhook-notifications';
export const VERSION: string = version;
