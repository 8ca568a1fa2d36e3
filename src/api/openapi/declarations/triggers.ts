import type { DestinationGuard } from '../../dependencies';
import { ENVIRONMENT_PATH } from '../../route/request-state';
import { doneAnswer, emptyBody } from '../../route/fields';
import {
  triggerAnswer,
  triggersAnswer,
  triggerTestAnswer,
  triggerUpdateAnswer,
  createTriggerBody,
  createTriggerForm,
  listTriggersQuery,
  testTriggerBody,
  updateTriggerBody,
  updateTriggerForm,
} from '../../triggers/schemas';
import type { RouteDeclaration } from '../route-declaration';

const TRIGGERS = `${ENVIRONMENT_PATH}/triggers`;
const about = { tag: 'triggers' } as const;

/** The Triggers API. */
export function triggerDeclarations(guard: DestinationGuard): readonly RouteDeclaration[] {
  return [
    {
      ...about,
      operationId: 'listTriggers',
      access: 'read',
      method: 'get',
      path: TRIGGERS,
      summary: 'Lists the triggers, oldest first',
      query: listTriggersQuery,
      answers: { 200: { description: 'The triggers.', schema: triggersAnswer } },
    },
    {
      ...about,
      operationId: 'createTrigger',
      access: 'administer',
      method: 'post',
      path: TRIGGERS,
      summary: 'Creates a trigger; the body has at most 256 KiB',
      body: createTriggerBody(guard),
      acceptsForm: createTriggerForm(guard),
      answers: { 201: { description: 'The new trigger.', schema: triggerAnswer } },
      faults: [409],
    },
    {
      ...about,
      operationId: 'showTrigger',
      access: 'read',
      method: 'get',
      path: `${TRIGGERS}/:id`,
      summary: 'Shows a trigger',
      answers: { 200: { description: 'The trigger.', schema: triggerAnswer } },
      faults: [404],
    },
    {
      ...about,
      operationId: 'updateTrigger',
      access: 'administer',
      method: 'put',
      path: `${TRIGGERS}/:id`,
      summary:
        'Changes a trigger: at least one of its fields, never its event type; the body has at most 256 KiB',
      body: updateTriggerBody(guard),
      acceptsForm: updateTriggerForm(guard),
      answers: { 200: { description: 'The trigger as it is now.', schema: triggerUpdateAnswer } },
      faults: [404, 409],
    },
    {
      ...about,
      operationId: 'deleteTrigger',
      access: 'administer',
      method: 'delete',
      path: `${TRIGGERS}/:id`,
      summary: 'Deletes a trigger; deliveries under way go on',
      body: emptyBody,
      answers: { 200: { description: 'Deleted.', schema: doneAnswer } },
      faults: [404],
    },
    {
      ...about,
      operationId: 'testTrigger',
      access: 'administer',
      method: 'post',
      path: `${TRIGGERS}/:id/test`,
      summary: 'Tries a trigger’s filter on a sample, delivers nothing; the body has at most 1 MiB',
      body: testTriggerBody,
      answers: { 200: { description: 'Whether the sample matches.', schema: triggerTestAnswer } },
      faults: [404],
    },
  ];
}
