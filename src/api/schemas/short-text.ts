import { z } from 'zod';

const EXPECTED = 'text of 1 to 255 characters';

export const shortText = z.string(EXPECTED).min(1, EXPECTED).max(255, EXPECTED);
