export { createExporter, type ExporterOptions } from './create-exporter.ts';
export type { Exporter } from './create-exporter.ts';
export type { EndedSpan } from './ended-span.ts';
