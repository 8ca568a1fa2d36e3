export { matchesFilter } from './matches-filter';
export { OPERATORS } from './operators';
export { FILTER_SIZES, parseFilter } from './parse-filter';
