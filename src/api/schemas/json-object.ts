import { z } from 'zod';
import { isJsonObject } from '../../domain/json/walk-json';

const DESCRIPTION =
  'Any JSON object without a key "__proto__" and without whole numbers beyond 2^53 - 1 on either side of 0; the whole body has at most 64 levels.';

/** Any JSON object, kept as it is. */
export const jsonObject = z
  .custom<Readonly<Record<string, unknown>>>(isJsonObject, 'a JSON object')
  .meta({ type: 'object', description: DESCRIPTION });
