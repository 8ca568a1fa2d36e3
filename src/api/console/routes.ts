import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { rolesThatMay, ROLES } from '../../domain/keys/role';
import type { Caller, ConsoleSession } from '../../domain/keys/access-key';
import type { Author } from '../../domain/keys/audit-entry';
import type { SessionAuthentication } from '../access/authenticate';
import { endedCookies, sessionCookies } from '../access/browser';
import type { Browser } from '../access/browser';
import { noSession } from '../access/gate';
import type { Login } from '../access/login';
import { doneAnswer, time } from '../route/fields';
import { strictObject } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { route } from '../route/route';

const NAME = 'a text of 1 to 80 characters, not all of them blank, none of them a control character';

/** The name of a person, as they want to be called. */
const personName = z
  .string(NAME)
  .refine((text) => /^[^\p{Cc}\p{Cs}]{1,80}$/u.test(text) && /\S/.test(text), NAME)
  .meta({ minLength: 1, maxLength: 80, pattern: '\\S', description: NAME });

const credential = z.string('a text').min(1, 'a text').max(255, 'at most 255 characters');

/** Body of `POST /console/session`. */
export const signInBody = strictObject({
  cloud_name: credential,
  api_key: credential,
  // Without a limit of its own: a message would repeat what is too long.
  api_secret: z.string('a text').min(1, 'a text'),
  self_declared_name: personName.optional(),
});

export const sessionAnswer = z
  .object({
    cloud_name: z.string(),
    api_key: z.string(),
    role: z.enum(ROLES),
    self_declared_name: z.string().nullable().describe('As given at sign-in; nobody has checked it.'),
    expires_at: time.describe('The session ends earlier when no request has used it for an hour.'),
  })
  .meta({ id: 'ConsoleSession', description: 'Who has signed in to the Console.' });

/** What the routes of the Console's sessions need. */
export interface ConsolePorts {
  readonly consoleSessions: ConsoleSessions;
  /** @throws RateLimitedError where too many logins have failed. */
  readonly findCaller: (login: Login) => Promise<Caller | undefined>;
}

interface ConsoleSessions extends SessionAuthentication {
  /** @returns the session, and its token, which is shown this once. */
  create(
    caller: Caller,
    about: { readonly userAgent: string; readonly by: Author },
  ): Promise<{ readonly session: ConsoleSession; readonly token: string }>;
  end(session: ConsoleSession, by: Author): Promise<void>;
}

const about = { in: 'console', path: '/session', tag: 'console' } as const;
const answer = { description: 'Who has signed in, and until when.', schema: sessionAnswer };

export const signIn = ({ consoleSessions, findCaller }: ConsolePorts) =>
  route({
    ...about,
    method: 'post',
    access: 'anybody',
    summary: 'Signs in to the Console with an access key',
    body: signInBody,
    answers: { 201: answer },
    faults: [401, 429, 500],
    async handle({
      body: {
        cloud_name: scope,
        api_key: apiKey,
        api_secret: apiSecret,
        self_declared_name: selfDeclaredName,
      },
      browser,
      requestId,
    }) {
      refuseReadable(browser);
      const isPossible = isPlainName(scope) && isPlainName(apiKey);
      const login = { network: browser.network, scope, apiKey, apiSecret };
      const caller = isPossible ? await findCaller(login) : undefined;
      if (!caller) throw wrongCredentials();
      refuseBlind(caller);
      const by = {
        kind: 'access_key',
        id: apiKey,
        requestId,
        ip: browser.ip,
        via: 'console',
        selfDeclaredName,
      } as const;
      const { session, token } = await consoleSessions.create(caller, { userAgent: browser.userAgent, by });
      return [201, present(session), { 'Set-Cookie': sessionCookies(token, browser.transport) }];
    },
  });

export const showSession = () =>
  route({
    ...about,
    method: 'get',
    access: 'session',
    summary: 'Shows who has signed in to the Console',
    answers: { 200: answer },
    faults: [403],
    handle: ({ session }) => [200, present(known(session))],
  });

export const signOut = ({ consoleSessions }: ConsolePorts) =>
  route({
    ...about,
    method: 'delete',
    access: 'session',
    summary: 'Signs out of the Console',
    answers: { 200: { description: 'The session has ended.', schema: doneAnswer } },
    async handle({ session, browser: { ip, transport }, requestId }) {
      const ended = known(session);
      const { caller, selfDeclaredName } = ended;
      const by = {
        kind: 'access_key',
        id: caller.apiKey,
        requestId,
        ip,
        via: 'console',
        selfDeclaredName,
      } as const;
      await consoleSessions.end(ended, by);
      const headers = { 'Set-Cookie': endedCookies(transport), 'Clear-Site-Data': '"storage"' };
      return [200, { message: 'ok' }, headers];
    },
  });

function present({ caller: { cloudName, apiKey, role }, expiresAt, selfDeclaredName }: ConsoleSession) {
  return {
    cloud_name: cloudName,
    api_key: apiKey,
    role,
    self_declared_name: selfDeclaredName ?? null,
    expires_at: expiresAt,
  };
}

/** @throws DomainError `unauthorized`; the gate has thrown it before. */
function known(session: ConsoleSession | undefined): ConsoleSession {
  if (!session) throw noSession();
  return session;
}

/** Anyone who could read the secret in transit could also read the session's cookie. */
function refuseReadable({ transport }: Browser): void {
  if (transport !== 'readable') return;
  throw new DomainError(
    'forbidden',
    'scheme: got http, expected https, or http on this machine itself: the secret would be readable on its way. ' +
      'A proxy that ends TLS sends X-Forwarded-Proto: https, and TRUST_PROXY counts it',
  );
}

/** A key that may read nothing would see only refusals. */
function refuseBlind({ role }: Caller): void {
  const roles = rolesThatMay('read');
  if (roles.includes(role)) return;
  const expected = roles.map((each) => `"${each}"`).join(' or ');
  throw new DomainError('forbidden', `role: got an access key with the role "${role}", expected ${expected}`);
}

function wrongCredentials(): DomainError {
  return new DomainError(
    'unauthorized',
    'Invalid credentials. Expected the name of a product environment, and an enabled API key of it with its secret',
  );
}
