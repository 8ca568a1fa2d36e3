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
  let told: (failure: string | undefined) => void = () => undefined;
  jest.doMock('/package-of-traces', createPackage, { virtual: true });
  function createPackage() {
    return { createExporter: ({ onSent }: { onSent: typeof told }) => ((told = onSent), {}) };
  }
  const config = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' });
  openTracing(config, logger, '/package-of-traces');
  for (const failure of ['refused', 'refused', undefined, 'gone']) told(failure);
  expect(logger.lines.map(({ level, facts }) => [level, facts])).toEqual([
    ['warn', { reason: 'refused' }],
    ['warn', { reason: 'gone' }],
  ]);
});
