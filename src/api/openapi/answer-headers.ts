type Headers = Readonly<Record<string, object>>;

const header = (description: string, type: string) => ({ description, schema: { type } });
const LIMITED = 'Comes once the key is known, where requests per second are limited.';

/** What an answer tells of the caller's budget, each under its own name. */
export const RATE_LIMIT_HEADERS: Headers = {
  'X-FeatureRateLimit-Limit': header(`Requests per second of this kind. ${LIMITED}`, 'integer'),
  'X-FeatureRateLimit-Remaining': header(`How many of them are left. ${LIMITED}`, 'integer'),
  'X-FeatureRateLimit-Reset': header(`When all of them are there again: an HTTP date. ${LIMITED}`, 'string'),
};

/** The same, as responses refer to them. */
export const RATE_LIMIT_REFERENCES: Headers = Object.fromEntries(
  Object.keys(RATE_LIMIT_HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

export const RETRY_AFTER: Headers = { 'Retry-After': header('Seconds.', 'integer') };
export const WWW_AUTHENTICATE: Headers = { 'WWW-Authenticate': header('HTTP Basic.', 'string') };
