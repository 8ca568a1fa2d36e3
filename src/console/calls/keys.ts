import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { rotatedKeysAnswer } from '../../api/service/webhook-keys';
import type { checkedSignatureAnswer, checkSignatureBody } from '../../api/signatures/routes';
import { call } from './call';
import { environmentPath } from './environment-path';
import type { Session } from './session';

export type CheckedSignature = z.output<typeof checkedSignatureAnswer>;
type RotatedKeys = z.output<typeof rotatedKeysAnswer>;

/** Makes a new Ed25519 pair. It is done when the page shows it. */
export function useRotation(session: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<RotatedKeys>(`${keySetPath(session)}/rotate`, { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['signing-key', session.cloud_name] }),
  });
}

/** Asks which key signed a notification, or why its signature does not verify. */
export function useSignatureCheck({ cloud_name: cloudName }: Session) {
  return useMutation({
    mutationFn: (body: z.input<typeof checkSignatureBody>) =>
      call<CheckedSignature>(environmentPath(cloudName, 'signatures', 'check'), {
        method: 'POST',
        body,
      }),
    // A notification stays in memory no longer than its page.
    gcTime: 0,
  });
}

/** Where the public keys of a product environment are. */
export function keySetPath({ cloud_name: cloudName }: Session): string {
  return environmentPath(cloudName, 'webhook_keys');
}
