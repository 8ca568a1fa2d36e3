import { ENVIRONMENT_PATH } from '../../route/request-state';
import {
  cancelAnswer,
  deliveriesAnswer,
  deliveryInFullAnswer,
  retryAnswer,
  listDeliveriesQuery,
  retryDeliveryBody,
} from '../../deliveries/schemas';
import { emptyBody } from '../../route/fields';
import type { RouteDeclaration } from '../route-declaration';

const DELIVERIES = `${ENVIRONMENT_PATH}/deliveries`;
const about = { tag: 'deliveries' } as const;

/** What is on its way to whom. */
export const DELIVERY_DECLARATIONS: readonly RouteDeclaration[] = [
  {
    ...about,
    operationId: 'listDeliveries',
    access: 'read',
    method: 'get',
    path: DELIVERIES,
    summary: 'Lists deliveries by the time of their creation',
    query: listDeliveriesQuery,
    answers: { 200: { description: 'A page of deliveries.', schema: deliveriesAnswer } },
  },
  {
    ...about,
    operationId: 'showDelivery',
    access: 'read',
    method: 'get',
    path: `${DELIVERIES}/:id`,
    summary: 'Shows a delivery with the text that is sent and every attempt',
    answers: { 200: { description: 'The delivery.', schema: deliveryInFullAnswer } },
    faults: [404],
  },
  {
    ...about,
    operationId: 'retryDelivery',
    access: 'administer',
    method: 'post',
    path: `${DELIVERIES}/:id/retry`,
    summary: 'Ends the wait between attempts, or starts a new run of a delivery that has ended',
    body: retryDeliveryBody,
    answers: {
      200: { description: 'The next attempt is made now, or was already due.', schema: retryAnswer },
      202: { description: 'A new run was started.', schema: retryAnswer },
    },
    faults: [404, 409],
  },
  {
    ...about,
    operationId: 'cancelDelivery',
    access: 'administer',
    method: 'post',
    path: `${DELIVERIES}/:id/cancel`,
    summary: 'Cancels a delivery that is under way',
    body: emptyBody,
    answers: { 200: { description: 'It is being cancelled, or is cancelled.', schema: cancelAnswer } },
    faults: [404, 409],
  },
];
