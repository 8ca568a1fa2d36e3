export { decidingNodes } from './deciding-nodes';
export { matchesFilter } from './matches-filter';
export { nodeWords } from './node-words';
export { InvalidFilter, parseFilter } from './parse-filter';
export { traceFilter, type FilterTrace, type TraceNode } from './trace-filter';
