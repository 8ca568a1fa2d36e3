import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTracing } from '../../src/app/tracing';
import { readConfig } from '../../src/config';
import { recordingLogger } from '../support/builders/recording-logger';

const logger = recordingLogger();

it('sends no traces, and needs no package, unless a collector is set', () => {
  expect(openTracing(readConfig({}), logger, '/nowhere')).toBeUndefined();
});

it('says how to install the package when a collector is set without it', () => {
  const config = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' });
  expect(config.OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://127.0.0.1:4318');
  expect(() => openTracing(config, logger, '/nowhere')).toThrow(
    'OTEL_EXPORTER_OTLP_ENDPOINT: is set, expected packages/tracing to be installed: run "npm ci --prefix packages/tracing", or unset it',
  );
});

it('warns once while the collector takes nothing, and again when that happens anew', () => {
  const program = path.join(mkdtempSync(path.join(tmpdir(), 'webhooks-tracing-')), 'index.js');
  writeFileSync(program, 'exports.createExporter = ({ onSent }) => { exports.told = onSent; return {}; };');
  openTracing(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }), logger, program);
  const { told } = createRequire(__filename)(program) as { told: (failure: string | undefined) => void };
  rmSync(path.dirname(program), { recursive: true });
  for (const failure of ['refused', 'refused', undefined, 'gone']) told(failure);
  expect(logger.lines.map(({ level, facts }) => [level, facts])).toEqual([
    ['warn', { reason: 'refused' }],
    ['warn', { reason: 'gone' }],
  ]);
});
