import { z } from 'zod';

export const nextCursor = z.string().optional().describe('Asks for the next page; absent on the last one.');
