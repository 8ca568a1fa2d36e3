import type { Author } from '../../domain/keys/audit-entry';
import { chooseSigningKey, signingWarnings, type SigningChoice } from '../../domain/keys/signing-key';
import { route } from '../route/route';
import { dedicateSigningKeyBody, signingKeyAnswer } from './schemas';

/* Which access key signs, for a product environment itself. Source: docs/decisions.md D16. */

/** What the routes of the signing key need. */
export interface SigningKeyPorts {
  readonly signingChoice: SigningChoiceRecords;
  readonly now: () => Date;
}

export interface SigningChoiceRecords {
  find(environmentId: string): Promise<SigningChoice>;
  /**
   * @param apiKey `undefined`: none is dedicated. `at`: ISO text, UTC.
   * @throws DomainError `invalid_request` unless it is an enabled key of the environment.
   */
  dedicate(
    environmentId: string,
    apiKey: string | undefined,
    change: { readonly at: string; readonly by: Author },
  ): Promise<void>;
}

const about = {
  in: 'environment',
  path: '/webhook_signing_key',
  rate: 'administration',
  tag: 'triggers',
  answers: { 200: { description: 'Who signs, and who could.', schema: signingKeyAnswer } },
} as const;

export const showSigningKey = ({ signingChoice }: SigningKeyPorts) =>
  route({
    ...about,
    method: 'get',
    access: 'read',
    summary: 'Shows which access key signs notifications',
    handle: async ({ caller }) => [200, present(await signingChoice.find(caller.environmentId))],
  });

export const dedicateSigningKey = ({ signingChoice, now }: SigningKeyPorts) =>
  route({
    ...about,
    method: 'put',
    access: 'administer',
    summary: 'Dedicates an access key to signing notifications, or none',
    body: dedicateSigningKeyBody,
    async handle({ caller: { environmentId }, body, by }) {
      const change = { at: now().toISOString(), by };
      await signingChoice.dedicate(environmentId, body.api_key ?? undefined, change);
      return [200, present(await signingChoice.find(environmentId))];
    },
  });

function present({ algorithm, candidates, deletedDedicatedKey, pairs }: SigningChoice) {
  const signingPair = pairs.find(({ isPublished }) => isPublished);
  const signing = chooseSigningKey(candidates);
  const why = signing?.dedicatedForWebhooks ? ('dedicated' as const) : ('oldest_enabled' as const);
  return {
    algorithm,
    signing: signing ? { api_key: signing.apiKey, name: signing.name, why } : null,
    candidates: candidates.map((candidate) => ({
      api_key: candidate.apiKey,
      name: candidate.name,
      role: candidate.role,
      enabled: candidate.enabled,
      dedicated: candidate.dedicatedForWebhooks,
      created_at: candidate.createdAt,
    })),
    ed25519_pairs: pairs.map((pair) => ({
      kid: pair.kid,
      published: pair.isPublished,
      signs: pair === signingPair,
      created_at: pair.createdAt,
    })),
    warnings: signingWarnings(candidates, deletedDedicatedKey),
  };
}
