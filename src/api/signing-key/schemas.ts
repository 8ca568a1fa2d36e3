import { z } from 'zod';
import { SIGNATURE_ALGORITHMS } from '../../domain/keys/product-environment';
import { ROLES } from '../../domain/keys/role';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';
import { isPlainName, PLAIN_NAME_PATTERN } from '../route/path-id';

const API_KEY = 'the number of an enabled access key, or null for the oldest enabled one';

/** Body of `PUT /webhook_signing_key`. */
export const dedicateSigningKeyBody = strictObject({
  api_key: z
    .string(API_KEY)
    .refine(isPlainName, API_KEY)
    .meta({ pattern: PLAIN_NAME_PATTERN.source, description: API_KEY })
    .nullable(),
});

const named = { api_key: z.string(), name: z.string() };

export const signingKeyAnswer = z
  .object({
    algorithm: z.enum(SIGNATURE_ALGORITHMS).describe('Of the legacy signature.'),
    signing: z
      .object({ ...named, why: z.enum(['dedicated', 'oldest_enabled']) })
      .nullable()
      .describe('Null when no access key is enabled.'),
    candidates: z
      .array(
        z.object({
          ...named,
          role: z.enum(ROLES),
          enabled: z.boolean(),
          dedicated: z.boolean(),
          created_at: time,
        }),
      )
      .describe('Every access key, the oldest first, without secrets.'),
    ed25519_pairs: z
      .array(
        z.object({
          kid: z.string(),
          published: z.boolean().describe('Whether it is in the key set of `GET /webhook_keys`.'),
          signs: z.boolean(),
          created_at: time.describe('It signs from then on, until a newer one is created.'),
        }),
      )
      .describe('Every pair that made version 2 signatures, the newest first.'),
    warnings: z.array(z.string()).describe('What is wrong with the key that signs.'),
  })
  .meta({ id: 'WebhookSigningKey', description: 'Which keys sign notifications.' });
