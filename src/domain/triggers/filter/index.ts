export { decidingNodes } from './deciding-nodes';
export { matchesFilter } from './matches-filter';
export { nodeWords } from './node-words';
export { traceFilter, type FilterTrace, type TraceNode } from './trace-filter';
export { OPERATORS } from './operators';
export { FILTER_SIZES, InvalidFilter, parseFilter } from './parse-filter';
