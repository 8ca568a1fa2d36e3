import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const MADE_BY = '/* Made by scripts/generate-notifications.mjs: do not edit. */';

/** What every notification carries, written by hand. Source: docs/contract.md §7.1. */
const COMMON = `/** What happened, when, and who did it. */
export interface NotificationContext {
  /** ISO 8601 in UTC, with microseconds. */
  readonly triggered_at: string;
  readonly triggered_by: {
    readonly source: 'api' | 'ui' | 'service';
    /** API key, or e-mail address of a user; of the service the part that acts. */
    readonly id: string;
  };
  /** Somebody sent it to see whether it arrives: nothing has happened. */
  readonly test?: true;
}

/** What every notification carries. */
export interface CommonNotification {
  readonly notification_context: NotificationContext;
  /** API key whose secret signed. */
  readonly signature_key?: string;
}`;

const COMMON_KEYS = ['notification_type', 'notification_context', 'signature_key'];

/** Objects whose keys are the customer's: public ids, URLs, names of fields. */
const MAPS = ['resources', 'image_infos', 'metadata', 'previous_metadata', 'new_metadata', 'custom'];

/** Values whose form depends on the add-on that made them. */
const UNKNOWN = ['info', 'info_data', 'response', 'moderation_response'];

/**
 * Writes the receiver kit's types of notifications, after the catalogue of event types and a body or more of each.
 *
 * A key is optional when a body of its type lacks it, and `unknown` when no body has it. The producer decides what it
 * sends, so the types describe the contract and guarantee nothing.
 *
 * @param {readonly { name: string, description: string, bodyShape?: string, keyOrder?: readonly string[] }[]} eventTypes
 * @param {readonly object[]} bodies
 */
export function notificationTypes(eventTypes, bodies) {
  const interfaces = eventTypes.map(({ name, description, bodyShape, keyOrder = [] }) => {
    const own = bodies.filter((body) => body.notification_type === name);
    const shape = shapeOf(own, '');
    const keys = [...new Set([...keyOrder, ...shape.keys.keys()])].filter(
      (key) => !COMMON_KEYS.includes(key),
    );
    const invented =
      bodyShape === 'invented' ? " Its keys are this project's proposal: no public record shows them." : '';
    return [
      `/** ${description}${invented} */`,
      `export interface ${interfaceName(name)} extends CommonNotification {`,
      `  readonly notification_type: '${name}';`,
      ...keys.map((key) => `  ${member(key, shape, '  ')}`),
      '}',
    ].join('\n');
  });
  const names = eventTypes.map(({ name }) => name);
  return `${[
    MADE_BY,
    COMMON,
    ...interfaces,
    `/** The notification of each event type. */\nexport interface NotificationByType {\n${names.map((name) => `  readonly ${name}: ${interfaceName(name)};`).join('\n')}\n}`,
    '/** Event type of a notification. */\nexport type NotificationType = keyof NotificationByType;',
    '/** The notification of one event type, or of several. */\nexport type NotificationOf<T extends NotificationType> = NotificationByType[T];',
    '/** Any notification: `notification_type` tells which. */\nexport type Notification = NotificationOf<NotificationType>;',
    `export const NOTIFICATION_TYPES: readonly NotificationType[] = [\n${names.map((name) => `  '${name}',`).join('\n')}\n];`,
  ].join('\n\n')}\n`;
}

/** Writes one sample of each type, for tests of receivers. */
export function notificationSamples(eventTypes, bodies) {
  const samples = eventTypes.map(({ name }) => {
    const sample = bodies.find((body) => body.notification_type === name);
    return `  ${name}: ${JSON.stringify(sample, null, 2).replaceAll('\n', '\n  ')},`;
  });
  return `${MADE_BY}\nimport type { NotificationByType } from '../notifications.ts';\n\n/** A notification of each event type. */\nexport const SAMPLES: NotificationByType = {\n${samples.join('\n')}\n};\n`;
}

/** Reads the bodies of a folder, the plain one of each type first: `upload.json` before `upload.complex.json`. */
export function readBodies(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  files.sort((one, other) => one.length - other.length || one.localeCompare(other));
  return files.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
}

function interfaceName(type) {
  return `${type.replace(/(^|_)([a-z])/g, (_match, _before, letter) => letter.toUpperCase())}Notification`;
}

/** What several values of one key have in common. */
function shapeOf(values, key) {
  const objects = values.filter(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  const keys = new Map();
  for (const object of objects) {
    for (const name of Object.keys(object)) keys.set(name, [...(keys.get(name) ?? []), object[name]]);
  }
  return { key, values, objects, keys };
}

function member(key, parent, indent) {
  const values = parent.keys.get(key) ?? [];
  const isOptional = values.length < parent.objects.length;
  return `readonly ${key}${isOptional ? '?' : ''}: ${typeOf(shapeOf(values, key), indent)};`;
}

function typeOf(shape, indent) {
  const { key, values, objects, keys } = shape;
  if (values.length === 0 || UNKNOWN.includes(key)) return 'unknown';
  const types = new Set(values.filter((value) => typeof value !== 'object').map((value) => typeof value));
  if (values.includes(null)) types.add('null');
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length > 0) {
    const item = typeOf(shapeOf(lists.flat(), ''), indent);
    types.add(`readonly ${/^\w+$|^\{/.test(item) ? item : `(${item})`}[]`);
  }
  if (objects.length > 0 && MAPS.includes(key)) {
    types.add(`Readonly<Record<string, ${typeOf(shapeOf([...keys.values()].flat(), ''), indent)}>>`);
  } else if (objects.length > 0) {
    const members = [...keys.keys()].map((name) => `${indent}  ${member(name, shape, `${indent}  `)}\n`);
    types.add(`{\n${members.join('')}${indent}}`);
  }
  return [...types].join(' | ');
}
