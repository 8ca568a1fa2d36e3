import { z } from 'zod';
import { ROLES } from '../../domain/keys/role';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';

const credential = z.string('a text').min(1, 'a text').max(255, 'at most 255 characters');

/** Body of `POST /console/session`. */
export const signInBody = strictObject({
  cloud_name: credential,
  api_key: credential,
  // Without a limit of its own: a message would repeat what is too long.
  api_secret: z.string('a text').min(1, 'a text'),
});

export const sessionAnswer = z
  .object({
    cloud_name: z.string(),
    api_key: z.string(),
    role: z.enum(ROLES),
    expires_at: time.describe('The session ends earlier when no request has used it for an hour.'),
  })
  .meta({ id: 'ConsoleSession', description: 'Who has signed in to the Console.' });
