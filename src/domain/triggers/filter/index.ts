export { matchesFilter } from './matches-filter';
export { OPERATORS } from './operators';
export { FILTER_SIZES, InvalidFilter, parseFilter } from './parse-filter';
export { traceFilter, type FilterTrace } from './trace-filter';
export { decidingNodes, nodeWords, type TraceNode } from './trace-node';
