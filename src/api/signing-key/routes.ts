import { z } from 'zod';
import { ROLES } from '../../domain/keys/role';
import type { Author } from '../../domain/keys/audit-entry';
import { SIGNATURE_ALGORITHMS } from '../../domain/keys/product-environment';
import { chooseSigningKey, signingWarnings, type SigningChoice } from '../../domain/keys/signing-key';
import { time, plainName } from '../route/fields';
import { strictObject } from '../route/parse';
import { route } from '../route/route';

/* Which access key signs, for a product environment itself. Source: docs/decisions.md D16. */

const API_KEY = 'the number of an enabled access key, or null for the oldest enabled one';

/** Body of `PUT /webhook_signing_key`. */
const dedicateSigningKeyBody = strictObject({
  api_key: plainName(API_KEY).describe(API_KEY).nullable(),
});

const named = { api_key: z.string(), name: z.string() };

export const signingKeyAnswer = z
  .object({
    algorithm: z.enum(SIGNATURE_ALGORITHMS).describe('Of the legacy signature.'),
    signing: z
      .object({ ...named, why: z.enum(['dedicated', 'oldest_enabled']) })
      .nullable()
      .describe('Null when no access key is enabled.'),
    candidates: z
      .array(
        z.object({
          ...named,
          role: z.enum(ROLES),
          enabled: z.boolean(),
          dedicated: z.boolean(),
          created_at: time,
        }),
      )
      .describe('Every access key, the oldest first, without secrets.'),
    ed25519_pairs: z
      .array(
        z.object({
          kid: z.string(),
          published: z.boolean().describe('Whether it is in the key set of `GET /webhook_keys`.'),
          signs: z.boolean(),
          created_at: time.describe('It signs from then on, until a newer one is created.'),
        }),
      )
      .describe('Every pair that made version 2 signatures, the newest first.'),
    warnings: z.array(z.string()).describe('What is wrong with the key that signs.'),
  })
  .meta({ id: 'WebhookSigningKey', description: 'Which keys sign notifications.' });

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
