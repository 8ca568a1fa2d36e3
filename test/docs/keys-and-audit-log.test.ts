import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rolesOf } from '../../src/api/access/gate';
import { PREFIXES } from '../../src/api/route/route';
import { COMMANDS } from '../../src/commands/all-commands';
import { parseCommandLine } from '../../src/commands/parse-command-line';
import { AUDIT_ACTIONS } from '../../src/domain/keys/audit-entry';
import { ROLES } from '../../src/domain/keys/role';
import { DOCUMENT, faultsIn, ROUTES } from '../support/services/documented';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/keys-and-audit-log.md'), 'utf8');
const ROWS = PAGE.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

it('shows which role may use which route, and has every route of access keys', () => {
  const [, , ...heads] = ROWS.find(([, first]) => first === 'request') ?? [];
  expect(heads.filter((cell) => cell !== '')).toEqual(ROLES.map((role) => `\`${role}\``));
  const shown = ROWS.filter(([, routes]) => /^`(GET|POST) /.test(routes ?? '')).flatMap(
    ([, routes = '', ...marks]) =>
      [...routes.matchAll(/`([^`]+)`/g)].map(([, route]) => [
        route,
        ROLES.filter((_, index) => marks[index] === 'yes'),
      ]),
  );
  const declared = ROUTES.filter(({ in: part }) => part === 'environment' || part === 'notifications').map(
    (route) => [
      `${route.method.toUpperCase()} ${route.path.replace(PREFIXES[route.in], '')}`,
      rolesOf(route.access),
    ],
  );
  expect(shown.sort()).toEqual(declared.sort());
});

it('lists every action of the audit log, and no other', () => {
  const listed = ROWS.flatMap(([, first = '']) => /^`(\w+\.\w+)`$/.exec(first)?.[1] ?? []);
  expect(listed).toEqual(AUDIT_ACTIONS);
});

it('shows commands that the command line takes', () => {
  const typed = [...PAGE.matchAll(/^npx webhooks (.+)$/gm)].map(([, line = '']) => line);
  expect(typed.length).toBeGreaterThan(2);
  for (const line of typed) {
    expect([line, parseCommandLine(COMMANDS, line.split(' ')).kind]).toEqual([line, 'run']);
  }
});

it('shows an entry in the form of the API', () => {
  const [, entry = ''] = /```json entry\n([^]*?)```/.exec(PAGE) ?? [];
  expect(faultsIn(DOCUMENT.components.schemas.AuditEntry ?? { not: {} }, JSON.parse(entry))).toEqual([]);
});
