import { z } from 'zod';
import { SIGNATURE_ALGORITHMS } from '../../../domain/keys/product-environment';
import { jsonObject } from '../json-object';
import { time } from './time';

const keyAnswer = z.object({ key: z.string(), secret: z.string(), enabled: z.boolean() });

export const subAccountAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    cloud_name: z.string(),
    enabled: z.boolean(),
    api_access_keys: z.array(keyAnswer),
    custom_attributes: jsonObject,
    signature_algorithm: z.enum(SIGNATURE_ALGORITHMS),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'SubAccount', description: 'A product environment.' });

export const subAccountsAnswer = z.object({ sub_accounts: z.array(subAccountAnswer) });
