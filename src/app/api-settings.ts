import type { ApiSettings } from '../api/app';
import type { Config } from '../config';
import { VERSION } from '../version';

/** With a look for an operation's answer it leaves some of the 10 s within which every request is to be answered. */
const MAX_DATABASE_WAIT_MS = 7_000;
/** A page asks for some things when it opens, and then for few. */
const SESSION_REQUESTS_PER_SECOND = 30;

/** The settings of the API. */
export function apiSettings(config: Config): ApiSettings {
  return {
    version: VERSION,
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    maxNotificationUrls: config.MAX_NOTIFICATION_URLS,
    attemptTimeoutSeconds: config.ATTEMPT_TIMEOUT_SECONDS,
    apiRequestsPerSecond: config.API_REQUESTS_PER_SECOND,
    pollRequestsPerSecond: config.POLL_REQUESTS_PER_SECOND,
    publishRequestsPerSecond: config.PUBLISH_REQUESTS_PER_SECOND,
    sessionRequestsPerSecond: SESSION_REQUESTS_PER_SECOND,
    maxConcurrentRequests: config.MAX_CONCURRENT_REQUESTS,
    maxDatabaseWaitMs: MAX_DATABASE_WAIT_MS,
    trustedProxies: config.TRUST_PROXY,
  };
}
