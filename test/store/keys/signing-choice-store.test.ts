import { BY } from '../../support/builders/an-audit-entry';
import { databases } from '../../support/databases/databases';
import { useStores } from '../../support/databases/use-stores';

const AT = '2030-01-01T00:00:00.000Z';

describe.each(databases)('the choice of who signs on $name', ({ open }) => {
  const stores = useStores(open);
  let environmentId: string;
  let first: string;
  beforeEach(async () => {
    const made = await stores.environments.create({ cloudName: 'acme', signatureAlgorithm: 'sha256' }, BY);
    environmentId = made.environmentId;
    first = made.apiKey;
  });

  const addKey = async (name: string, enabled = true) =>
    (
      await stores.accessKeyAdministration.create(
        { environmentId, name, enabled, role: 'read', createdAt: AT },
        BY,
      )
    ).apiKey;
  const dedicate = (apiKey: string | undefined) =>
    stores.signingChoice.dedicate(environmentId, apiKey, { at: AT, by: BY });
  const dedicated = async () =>
    (await stores.signingChoice.find(environmentId)).candidates
      .filter(({ dedicatedForWebhooks }) => dedicatedForWebhooks)
      .map(({ apiKey }) => apiKey);
  const changes = async () =>
    (await stores.auditLog.list({ environmentId }, { action: 'access_key.update', limit: 50 })).map(
      ({ subjectId, after }) => [subjectId, after?.['dedicated_for']],
    );

  it('shows every key, the oldest first, and nothing secret', async () => {
    const second = await addKey('hooks', false);
    const choice = await stores.signingChoice.find(environmentId);
    expect(choice).toEqual({
      algorithm: 'sha256',
      deletedDedicatedKey: undefined,
      pairs: [{ kid: expect.any(String), isPublished: true, createdAt: expect.any(String) }],
      candidates: [
        expect.objectContaining({ apiKey: first, enabled: true, dedicatedForWebhooks: false }),
        {
          apiKey: second,
          name: 'hooks',
          role: 'read',
          enabled: false,
          dedicatedForWebhooks: false,
          createdAt: AT,
        },
      ],
    });
    expect(JSON.stringify(choice)).not.toMatch(/secret/i);
  });

  it('passes the dedication on, and the audit log has both keys', async () => {
    const second = await addKey('hooks');
    await dedicate(first);
    await dedicate(second);
    expect(await dedicated()).toEqual([second]);
    expect((await changes()).toSorted()).toEqual(
      [
        [first, 'webhooks'],
        [first, null],
        [second, 'webhooks'],
      ].toSorted(),
    );
    await dedicate(undefined);
    expect(await dedicated()).toEqual([]);
  });

  it('records nothing when nothing changes', async () => {
    await dedicate(undefined);
    await dedicate(first);
    await dedicate(first);
    expect(await changes()).toEqual([[first, 'webhooks']]);
  });

  it('refuses a disabled key, one of somebody else, and none at all; nothing changes', async () => {
    const disabled = await addKey('off', false);
    const other = await stores.environments.create({ cloudName: 'other' }, BY);
    await dedicate(first);
    for (const wrong of [disabled, other.apiKey, '1']) {
      await expect(dedicate(wrong)).rejects.toMatchObject({
        code: 'invalid_request',
        message: `api_key: got "${wrong}", expected the number of an enabled access key of this product environment, or null`,
      });
    }
    expect(await dedicated()).toEqual([first]);
  });

  it('forgets the dedicated key that was deleted, once somebody has chosen', async () => {
    const second = await addKey('hooks');
    await dedicate(second);
    await stores.accessKeyAdministration.delete(environmentId, { apiKey: second }, BY);
    expect((await stores.signingChoice.find(environmentId)).deletedDedicatedKey).toBe(second);
    await dedicate(undefined);
    expect((await stores.signingChoice.find(environmentId)).deletedDedicatedKey).toBeUndefined();
  });
});
