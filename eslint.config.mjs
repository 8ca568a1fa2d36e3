import { builtinModules } from 'node:module';
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

const ENGINE = ['@temporalio/*'];
const DATABASE = ['knex', 'sqlite3', 'pg'];
const WEB = ['koa', 'koa-*', '@koa/*'];

/**
 * Who may import whom: the plan of the house, as ARCHITECTURE.md draws it. A room may import the rooms of its row, and of
 * `typesOf` types only; it may not import `packages`. What has no row may import everything: `app`, `commands`, `cli.ts`.
 */
const ROOMS = {
  domain: { rooms: ['kit'], packages: [...ENGINE, ...DATABASE, ...WEB], builtins: false },
  kit: { packages: [...ENGINE, ...DATABASE, ...WEB], builtins: false },
  tracing: { rooms: ['domain'], packages: [...ENGINE, ...DATABASE, ...WEB] },
  signing: { rooms: ['domain', 'kit'], packages: [...ENGINE, ...DATABASE, ...WEB] },
  workflows: {
    rooms: ['domain'],
    typesOf: ['activities'],
    packages: [...DATABASE, ...WEB],
    builtins: false,
  },
  activities: {
    rooms: ['domain', 'kit', 'signing', 'workflows'],
    packages: [...DATABASE, ...WEB, '@temporalio/client', '@temporalio/worker'],
  },
  api: { rooms: ['domain', 'kit', 'signing', 'logger'], packages: [...ENGINE, ...DATABASE] },
  metrics: { rooms: ['domain', 'kit'], packages: [...ENGINE, ...DATABASE, ...WEB] },
  outbox: { rooms: ['domain', 'kit', 'logger'], packages: [...ENGINE, ...DATABASE, ...WEB] },
  store: { rooms: ['domain', 'kit', 'logger'], packages: [...ENGINE, ...WEB] },
  outbound: { rooms: ['domain', 'kit'], packages: [...ENGINE, ...DATABASE, ...WEB] },
  temporal: {
    rooms: ['domain', 'kit', 'workflows', 'logger'],
    typesOf: ['activities', 'outbox'],
    packages: [...DATABASE, ...WEB],
  },
  local: { rooms: ['domain', 'kit', 'workflows', 'logger'], packages: [...DATABASE, ...WEB] },
  // Runs in browsers.
  console: {
    rooms: ['domain'],
    typesOf: ['api'],
    packages: [...ENGINE, ...DATABASE, ...WEB],
    builtins: false,
  },
};

/** Everything below `src` that a room could import. */
const PLACES = [
  ...Object.keys(ROOMS),
  'app',
  'commands',
  'cli',
  'config',
  'config-values',
  'logger',
  'version',
];

/** What customers install: it imports nothing but itself, and no part of the service imports it. */
const PACKAGES = '**/packages/**';
const PACKAGES_MESSAGE =
  'src and packages must not depend on each other: see ARCHITECTURE.md, "Who may import whom".';

function border([room, { rooms = [], typesOf = [], packages = [], builtins = true }]) {
  const message = `src/${room} must not depend on it: see ARCHITECTURE.md, "Who may import whom".`;
  const group = (places) => places.flatMap((place) => [`**/${place}`, `**/${place}/**`]);
  const isForeign = (place) => place !== room && !rooms.includes(place) && !typesOf.includes(place);
  const patterns = [
    // A folder of a room, or a package, may be called like another room: only what leaves the room crosses a border.
    { group: group(PLACES.filter(isForeign)).concat('!./**', '!@codemirror/**'), message },
    { group: group(typesOf), allowTypeImports: true, message },
    { group: [PACKAGES], message: PACKAGES_MESSAGE },
    { group: packages, message },
  ].filter(({ group }) => group.length > 0);
  return {
    files: [`src/${room}/**/*.{ts,tsx}`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns, paths: builtins ? [] : nodeBuiltins.map((name) => ({ name, message })) },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      'dist.next/',
      'dist.next.console/',
      'node_modules/',
      '.data/',
      '.cache/',
      'coverage/',
      'test/fixtures/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      // Factories return plain functions: none of ours uses `this`, so a method may be passed on alone.
      '@typescript-eslint/unbound-method': 'off',
      // Query builders are thenable, and are returned from callbacks that want nothing.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(raw|whereRaw|orderByRaw|joinRaw|havingRaw)$/] > TemplateLiteral[expressions.length>0]',
          message: 'Bind values: no interpolation in raw SQL.',
        },
      ],
    },
  },
  {
    // All workflows of a worker share these modules: what one kept there, the next one would find.
    files: ['src/workflows/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(Program, ExportNamedDeclaration) > VariableDeclaration:matches([kind!="const"], :has(> VariableDeclarator > NewExpression))',
          message: 'A module of workflows keeps no state.',
        },
      ],
    },
  },
  {
    // What a real server, receiver or parser hands back is compared, not trusted.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/cli.ts', 'src/local/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is read in src/cli.ts only.' },
      ],
    },
  },
  {
    files: ['src/console/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest'], jsxA11y.configs.recommended],
    rules: {
      // What scrolls by itself must be reached by the keyboard.
      'jsx-a11y-x/no-noninteractive-tabindex': ['error', { roles: ['region'], tags: [] }],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        Response: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: [PACKAGES], message: PACKAGES_MESSAGE }] },
      ],
    },
  },
  ...Object.entries(ROOMS).map(border),
  {
    files: ['packages/*/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.{1,2}/[^.])', message: PACKAGES_MESSAGE }] },
      ],
    },
  },
  {
    // A program for Node, with nothing but Node.
    files: ['packages/cli/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.{1,2}/[^.]|node:)', message: PACKAGES_MESSAGE }] },
      ],
    },
  },
  {
    // The libraries of OpenTelemetry are why it is a package of its own.
    files: ['packages/tracing/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.{1,2}/[^.]|@opentelemetry/)', message: PACKAGES_MESSAGE }] },
      ],
    },
  },
);
