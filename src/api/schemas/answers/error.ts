import { z } from 'zod';
import { WIRE_ERROR_CODES } from '../../present/error';

/** The body of every failed answer. */
export const errorAnswer = z
  .object({
    error: z.object({
      message: z.string().describe('The field, its value, and what was expected: for people.'),
      code: z.enum(WIRE_ERROR_CODES).describe('A stable word, for programs.'),
    }),
  })
  .meta({ id: 'Error' });
