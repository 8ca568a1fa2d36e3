import type { z } from 'zod';
import type { triggerAnswer } from '../../../api/triggers/schemas';
import type { AuthScheme, SuccessStatuses } from '../../../domain/triggers/trigger';
import { formatJson } from './format-json';
import { judgeFilter, judgeTemplate } from './judge-text';

/** What somebody makes of a trigger before it is saved. */
export interface TriggerDraft {
  readonly filter: string;
  readonly template: string;
  readonly authScheme: AuthScheme;
  readonly successStatuses: SuccessStatuses;
}

/** What a trigger has that its editor can change. */
export type Editable = Pick<
  z.output<typeof triggerAnswer>,
  'filter' | 'payload_template' | 'auth_scheme' | 'success_statuses'
>;

/** The draft that changes nothing. */
export function draftOf(trigger: Editable): TriggerDraft {
  return {
    filter: trigger.filter ? formatJson(trigger.filter) : '',
    template: trigger.payload_template ? formatJson(trigger.payload_template) : '',
    authScheme: trigger.auth_scheme,
    successStatuses: trigger.success_statuses,
  };
}

/** Fields of the body of a `PUT`, `null` for those that are cleared. */
export interface TriggerChange {
  readonly filter?: object | null;
  readonly payload_template?: object | null;
  readonly auth_scheme?: AuthScheme;
  readonly success_statuses?: SuccessStatuses;
}

/**
 * What a draft changes. Spaces and line breaks are no change.
 *
 * @returns no `change` when something in it has a fault; `isChanged` is of what was typed all the same.
 */
export function changeOf(
  draft: TriggerDraft,
  trigger: Editable,
): { readonly change: TriggerChange | undefined; readonly fields: readonly string[] } {
  const filter = judgeFilter(draft.filter);
  const template = judgeTemplate(draft.template);
  const change: TriggerChange = {
    ...(!isSame(filter.value, trigger.filter) && { filter: filter.value ?? null }),
    ...(!isSame(template.value, trigger.payload_template) && { payload_template: template.value ?? null }),
    ...(draft.authScheme !== trigger.auth_scheme && { auth_scheme: draft.authScheme }),
    ...(draft.successStatuses !== trigger.success_statuses && { success_statuses: draft.successStatuses }),
  };
  const fields = [
    ...(filter.fault || 'filter' in change ? ['filter'] : []),
    ...(template.fault || 'payload_template' in change ? ['payload template'] : []),
    ...('auth_scheme' in change ? ['signing scheme'] : []),
    ...('success_statuses' in change ? ['accepted answers'] : []),
  ];
  return { change: filter.fault || template.fault ? undefined : change, fields };
}

function isSame(a: object | undefined, b: object | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
