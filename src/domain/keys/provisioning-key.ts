/** A key of the account. Its secret is shown this once. */
export interface ProvisioningKey {
  readonly accountId: string;
  readonly provisioningApiKey: string;
  readonly provisioningApiSecret: string;
}
