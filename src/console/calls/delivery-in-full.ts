import type { z } from 'zod';
import type { deliveryInFullAnswer } from '../../api/deliveries/schemas';

/** A delivery with its body and its attempts. */
export type DeliveryInFull = z.output<typeof deliveryInFullAnswer>;
/** An attempt, as the API answers it. */
export type ShownAttempt = DeliveryInFull['attempts'][number];
