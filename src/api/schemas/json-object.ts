import { z } from 'zod';
import { isJsonObject } from '../../domain/json/is-json-object';

/** Any JSON object, kept as it is. */
export const jsonObject = z
  .custom<Readonly<Record<string, unknown>>>(isJsonObject, 'a JSON object')
  .meta({ type: 'object' });
