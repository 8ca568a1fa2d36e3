import type { z } from 'zod';
import {
  deliveriesLeftAlone,
  isAboutAsExpected,
  MAX_BULK_DELIVERIES,
  meantDeliveries,
  type BulkAction,
  type BulkRequest,
  type NewBulkAction,
} from '../../domain/bulk-actions/bulk-action';
import { DomainError } from '../../domain/errors';
import type { Author } from '../../domain/keys/audit-entry';
import type { Caller } from '../../domain/keys/access-key';
import { deliveryFilterOf } from '../deliveries/filter';
import { presentDelivery } from '../deliveries/present';
import { emptyBody } from '../route/fields';
import { checkInterval, cutPage, toPageQuery } from '../route/page';
import { findById } from '../route/path-id';
import { route } from '../route/route';
import { showValue } from '../route/parse';
import type { BulkActionPorts } from './ports';
import { presentBulkAction, presentBulkFilter, presentPreviewCounts } from './present';
import { idOfPreviewed, previewToken, timeOfPreview } from './preview-token';
import {
  bulkActionAnswer,
  bulkActionsAnswer,
  createBulkActionBody,
  listBulkActionsQuery,
  previewAnswer,
  previewBulkActionBody,
} from './schemas';

const SAMPLE_SIZE = 5;

export const previewBulkAction = ({ deliveries, deliveryControl, now }: BulkActionPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/bulk_actions/preview',
    access: 'administer',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Counts the deliveries that a bulk action would do something to, and changes nothing',
    body: previewBulkActionBody,
    answers: { 200: { description: 'What it would do.', schema: previewAnswer } },
    async handle({ caller: { environmentId, cloudName }, body }) {
      const request: BulkRequest = { ...requestOf(body), asOf: now().toISOString() };
      const [meant, leftAlone, sample] = await Promise.all([
        deliveries.count(environmentId, { ...meantDeliveries(request), most: MAX_BULK_DELIVERIES }),
        deliveries.count(environmentId, deliveriesLeftAlone(request)),
        deliveries.list(environmentId, { ...meantDeliveries(request), limit: SAMPLE_SIZE }),
      ]);
      return [
        200,
        {
          ...presentPreviewCounts(meant, leftAlone),
          sample: sample.map((delivery) => presentDelivery(delivery, cloudName, deliveryControl)),
          as_of: request.asOf,
          token: previewToken({ ...request, environmentId }),
        },
      ];
    },
  });

export const createBulkAction = (ports: BulkActionPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/bulk_actions',
    access: 'administer',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Retries or cancels many deliveries, as they were previewed',
    body: createBulkActionBody,
    answers: {
      202: {
        description: 'It is stored, and begins. A second request with the same token changes nothing.',
        schema: bulkActionAnswer,
      },
    },
    faults: [409],
    async handle({ caller, body, by }) {
      const { environmentId } = caller;
      const request = previewedRequest(caller, body, ports.now());
      const id = idOfPreviewed({ ...request, environmentId });
      const before = await ports.bulkActions.find(environmentId, id);
      const action = before ?? (await accept(ports, { request, id, body, caller, by }));
      return [202, presentBulkAction(action, caller.cloudName, ports.bulkActionControl)];
    },
  });

export const listBulkActions = ({ bulkActions, bulkActionControl }: BulkActionPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/bulk_actions',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Lists bulk actions by the time of their creation',
    query: listBulkActionsQuery,
    answers: { 200: { description: 'A page of bulk actions.', schema: bulkActionsAnswer } },
    async handle({ caller: { environmentId, cloudName }, path, query }) {
      const list = { path, query };
      const found = await bulkActions.list(environmentId, toPageQuery(list));
      const { page, next } = cutPage(found, list, ({ createdAt, id }) => ({ at: createdAt, id }));
      const presented = page.map((action) => presentBulkAction(action, cloudName, bulkActionControl));
      return [200, { bulk_actions: presented, ...next }];
    },
  });

export const showBulkAction = ({ bulkActions, bulkActionControl }: BulkActionPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/bulk_actions/:id',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Shows a bulk action and how far it has come',
    answers: { 200: { description: 'The bulk action.', schema: bulkActionAnswer } },
    faults: [404],
    find: (request) => findById(bulkActions, 'a bulk action', request),
    handle: ({ caller: { cloudName }, found }) => [
      200,
      presentBulkAction(found, cloudName, bulkActionControl),
    ],
  });

export const cancelBulkAction = ({ bulkActions, bulkActionControl, now }: BulkActionPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/bulk_actions/:id/cancel',
    access: 'administer',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Ends a bulk action; what it has done stays done',
    find: (request) => findById(bulkActions, 'a bulk action', request),
    body: emptyBody,
    answers: { 200: { description: 'It ends after the deliveries in hand.', schema: bulkActionAnswer } },
    faults: [404, 409],
    async handle({ caller: { environmentId, cloudName }, found: { id, ...before }, by }) {
      const isOpen = await bulkActions.requestCancel({ environmentId, id }, { at: now().toISOString(), by });
      if (!isOpen) throw hasEnded(id);
      // It is stored: a workflow that cannot be told now notices by itself.
      await bulkActionControl.cancel({ environmentId, cloudName, bulkActionId: id }).catch(() => undefined);
      const action = (await bulkActions.find(environmentId, id)) ?? { ...before, id };
      return [200, presentBulkAction(action, cloudName, bulkActionControl)];
    },
  });

/** @throws DomainError `invalid_request` for a time that ends before it begins, and as `deliveryFilterOf` does. */
function requestOf({
  action,
  filter,
  force,
}: z.output<typeof previewBulkActionBody>): Omit<BulkRequest, 'asOf'> {
  const { from, to, ids } = filter;
  checkInterval({ from, to });
  return { kind: action, filter: { ...deliveryFilterOf(filter), from, to, ids }, force };
}

type NewBody = z.output<typeof createBulkActionBody>;

/** @throws DomainError `invalid_request` for a token of another preview, or of one that is still to come. */
function previewedRequest({ environmentId }: Caller, body: NewBody, now: Date): BulkRequest {
  const request = requestOf(body);
  const asOf = timeOfPreview(body.token, { ...request, environmentId });
  if (asOf === undefined || asOf > now.toISOString()) {
    const got = showValue(body.token);
    throw new DomainError(
      'invalid_request',
      `token: got ${got}, expected the token of a preview of the same action, filter and force`,
    );
  }
  return { ...request, asOf };
}

interface Asked {
  readonly request: BulkRequest;
  readonly id: string;
  readonly body: NewBody;
  readonly caller: Caller;
  readonly by: Author;
}

/** @throws DomainError `conflict` when there are no longer about as many as were expected; `limit_reached` beyond 100,000. */
async function accept(
  { deliveries, bulkActions, bulkActionIntake, now }: BulkActionPorts,
  { request, id, body, caller: { environmentId, cloudName }, by }: Asked,
): Promise<BulkAction> {
  const meant = meantDeliveries(request);
  const { total, isAtLeast } = await deliveries.count(environmentId, { ...meant, most: MAX_BULK_DELIVERIES });
  if (isAtLeast) throw tooMany();
  if (total === 0 || !isAboutAsExpected(total, body.expected_count)) throw countDiffers(body, total);
  const action: NewBulkAction = {
    ...request,
    id,
    environmentId,
    total,
    perSecond: body.per_second,
    createdAt: now().toISOString(),
  };
  const facts = {
    action: request.kind,
    filter: presentBulkFilter(request.filter),
    force: request.force,
    total,
    per_second: body.per_second,
  };
  await bulkActionIntake.accept(action, { cloudName, facts, by });
  const stored = await bulkActions.find(environmentId, id);
  if (!stored) throw new Error(`bulk action ${id} was deleted while it was stored`);
  return stored;
}

function tooMany(): DomainError {
  return new DomainError(
    'limit_reached',
    `filter: finds more than ${MAX_BULK_DELIVERIES} deliveries, expected at most as many: narrow it, for instance by from and to`,
  );
}

function countDiffers({ expected_count: expected }: NewBody, total: number): DomainError {
  return new DomainError(
    'conflict',
    `expected_count: got ${expected}, expected ${total}, give or take 5 %: the deliveries have changed since the preview, preview again`,
  );
}

function hasEnded(id: string): DomainError {
  return new DomainError('conflict', `id: got "${id}", expected a bulk action that has not ended`);
}
