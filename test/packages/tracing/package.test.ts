import { readFileSync } from 'node:fs';
import path from 'node:path';

/* The package as an operator installs it. */

const ROOT = path.resolve(__dirname, '../../..');
interface Manifest {
  readonly version: string;
  readonly engines: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const jsonIn = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
const manifest = jsonIn('packages/tracing/package.json') as Manifest;
const service = jsonIn('package.json') as Manifest;

it('has the version and the Node versions of the service', () => {
  expect([manifest.engines, manifest.version]).toEqual([service.engines, service.version]);
});

it('brings exactly the libraries that it was tested with, and the service needs none of them to run', () => {
  const libraries = Object.entries(manifest.dependencies);
  expect(libraries.length).toBeGreaterThan(2);
  expect(libraries.filter(([name, version]) => service.devDependencies[name] !== version)).toEqual([]);
  expect(libraries.filter(([name]) => name in service.dependencies)).toEqual([]);
});

it('is installed as its lock file says, with the versions of the service’s', () => {
  interface Lock {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly dependencies?: object }>>;
  }
  const lock = jsonIn('packages/tracing/package-lock.json') as Lock;
  const ofService = jsonIn('package-lock.json') as Lock;
  expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
  const installed = Object.entries(lock.packages).filter(([folder]) => folder !== '');
  expect(
    installed.filter(([folder, { version }]) => ofService.packages[folder]?.version !== version),
  ).toEqual([]);
});
