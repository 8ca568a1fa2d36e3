export { matchesFilter } from './matches-filter';
export { parseFilter } from './parse-filter';
