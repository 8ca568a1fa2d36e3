import { z } from 'zod';
import { ROLES } from '../../../domain/keys/role';
import { time } from './time';

export const accessKeyAnswer = z
  .object({
    name: z.string(),
    api_key: z.string(),
    api_secret: z.string(),
    created_at: time,
    updated_at: time,
    enabled: z.boolean(),
    dedicated_for: z.array(z.literal('webhooks')).optional(),
    root: z.boolean(),
    role: z.enum(ROLES).optional().describe('Left out when it is `admin`.'),
  })
  .meta({ id: 'AccessKey' });

export const accessKeysAnswer = z.object({
  access_keys: z.array(accessKeyAnswer),
  total: z.int(),
  warnings: z.array(z.string()).optional().describe('What is wrong with the key that signs.'),
});
