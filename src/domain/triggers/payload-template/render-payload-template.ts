import { utf8Length } from '../../json/walk-json';
import type { PayloadTemplate } from '../trigger';
import { BudgetedWriter, OwnPropertyContext } from './guarded-mustache';
import type { TemplateContext } from './template-context';

/** UTF-8 bytes of the rendered body. */
const MAX_BODY_BYTES = 262_144;

/**
 * Renders a trigger's payload template to the text that is signed and sent. It is compact JSON with exactly the
 * template's keys, since each string leaf is rendered on its own. Never throws and never changes the context. Source:
 * docs/decisions.md D10, D11.
 *
 * @returns the reason instead, when rendering fails or exceeds its budget.
 */
export function renderPayloadTemplate(
  template: PayloadTemplate,
  context: TemplateContext,
): { readonly body: string } | { readonly error: string } {
  try {
    const writer = new BudgetedWriter();
    const view = new OwnPropertyContext(context);
    const body = JSON.stringify(
      mapStrings(template, (leaf) => (leaf.includes('{{') ? writer.render(leaf, view) : leaf)),
    );
    const bytes = utf8Length(body);
    if (bytes > MAX_BODY_BYTES) throw new Error(`the body has ${bytes} bytes, more than ${MAX_BODY_BYTES}`);
    return { body };
  } catch (error) {
    return { error: `payload template failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Copies a JSON value with its string values replaced; keys and everything else stay. */
function mapStrings(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((element) => mapStrings(element, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapStrings(member, replace)]));
}
