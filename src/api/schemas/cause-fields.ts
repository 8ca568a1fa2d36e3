import { strictObject } from '../parse';
import { instant } from './instant';
import { shortText } from './short-text';

/** When something happened, and who caused it. Source: docs/decisions.md D25. */
export const causeFields = {
  triggered_at: instant.optional(),
  triggered_by: strictObject({ source: shortText, id: shortText }).optional(),
};
