/**
 * The operators a filter may use: all of JSONLogic's except `log`, which would write customers'
 * data to our output. Source: jsonlogic.com/operations.html.
 */
export const OPERATORS: ReadonlySet<string> = new Set([
  ...['var', 'missing', 'missing_some'],
  ...['if', '?:', '==', '===', '!=', '!==', '!', '!!', 'or', 'and'],
  ...['>', '>=', '<', '<=', 'max', 'min', '+', '-', '*', '/', '%'],
  ...['map', 'filter', 'reduce', 'all', 'none', 'some', 'merge'],
  ...['in', 'cat', 'substr'],
]);
