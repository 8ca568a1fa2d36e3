import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sendWithBody } from '../../support/services/send-with-body';

const FOLDER = path.join(__dirname, '../../fixtures/provisioning-requests');

/** What an official SDK sent to the provisioning API, byte for byte, but for ids in braces and the headers that carry them. */
export interface RecordedRequest {
  /** What it is for, the same in all SDKs. */
  readonly kind: string;
  /** The SDK's own name of the call. */
  readonly call: string;
  readonly method: string;
  /** Below the account's path. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RecordedSdk {
  readonly sdk: string;
  readonly version: string;
  readonly source: string;
  readonly requests: readonly RecordedRequest[];
}

export const RECORDED_SDKS: readonly RecordedSdk[] = readdirSync(FOLDER)
  .sort()
  .map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as RecordedSdk);

interface Receiver {
  readonly url: string;
  readonly authorization: string;
  /** In place of what stands in braces. */
  readonly ids: Readonly<Record<string, string | undefined>>;
}

/** Sends a recorded request as it is, a body with GET included. */
export function sendRecorded(
  recorded: RecordedRequest,
  { url, authorization, ids }: Receiver,
): Promise<Response> {
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (all, name: string) => ids[name] ?? all);
  const body = filled(recorded.body);
  const headers = Object.entries(recorded.headers).map(([name, value]) => [
    name,
    value === '{length}' ? String(Buffer.byteLength(body)) : value,
  ]);
  return sendWithBody(url + filled(recorded.target), {
    method: recorded.method,
    headers: { ...Object.fromEntries(headers), Authorization: authorization },
    body,
  });
}
