import { z } from 'zod';
import { ROLES } from '../../domain/keys/role';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';

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
