import { builtinModules } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * `room` may not import from `rooms` of ours, nor the `packages`; `typesFrom` may be imported as types.
 * The plan of the house is in ARCHITECTURE.md, "Who may import whom".
 */
function border(room, { rooms = [], typesFrom = [], packages = [], builtins = false }) {
  const message = `src/${room} must not depend on it: see ARCHITECTURE.md, "Who may import whom".`;
  const group = (folders) => folders.flatMap((folder) => [`**/${folder}`, `**/${folder}/**`]);
  const patterns = [
    { group: group(rooms), message },
    { group: group(typesFrom), allowTypeImports: true, message },
    { group: packages, message },
  ].filter(({ group }) => group.length > 0);
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns, paths: builtins ? nodeBuiltins.map((name) => ({ name, message })) : [] },
      ],
    },
  };
}

const ENGINE = ['@temporalio/*'];
const DATABASE = ['knex', 'sqlite3', 'pg'];
const WEB = ['koa', 'koa-*', '@koa/*'];
const ROOT = ['compose', 'cli', 'config', 'setup'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', '.cache/', 'coverage/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
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
    // What a real server, receiver or parser hands back is compared, not trusted.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli.ts', 'src/temporal/engine/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is read in src/cli.ts only.' },
      ],
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
      },
    },
  },
  border('domain', {
    rooms: ['workflows', 'activities', 'api', 'store', 'http', 'temporal', 'signing', 'intake', ...ROOT],
    packages: [...ENGINE, ...DATABASE, ...WEB],
    builtins: true,
  }),
  border('workflows', {
    rooms: ['api', 'store', 'http', 'temporal', 'signing', 'intake', ...ROOT],
    typesFrom: ['activities'],
    packages: [...DATABASE, ...WEB],
    builtins: true,
  }),
  border('signing', {
    rooms: ['workflows', 'activities', 'api', 'store', 'http', 'temporal', 'intake', ...ROOT],
    packages: [...ENGINE, ...DATABASE, ...WEB],
  }),
  border('activities', {
    rooms: ['api', 'store', 'http', 'temporal', 'intake', ...ROOT],
    packages: [...DATABASE, ...WEB, '@temporalio/client', '@temporalio/worker'],
  }),
  border('api', {
    rooms: ['workflows', 'activities', 'store', 'http', 'temporal', 'intake', ...ROOT],
    packages: [...ENGINE, ...DATABASE],
  }),
  border('store', {
    rooms: ['workflows', 'activities', 'api', 'http', 'temporal', 'signing', 'intake', ...ROOT],
    packages: [...ENGINE, ...WEB],
  }),
  border('http', {
    rooms: ['workflows', 'activities', 'api', 'store', 'temporal', 'signing', 'intake', ...ROOT],
    packages: [...ENGINE, ...DATABASE, ...WEB],
  }),
  border('intake', {
    rooms: ['workflows', 'activities', 'api', 'store', 'http', 'temporal', 'signing', ...ROOT],
    packages: [...ENGINE, ...DATABASE, ...WEB],
  }),
  border('temporal', {
    rooms: ['api', 'store', 'http', 'signing', ...ROOT],
    typesFrom: ['activities', 'intake'],
    packages: [...DATABASE, ...WEB],
  }),
);
