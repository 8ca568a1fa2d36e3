/** Names of paths beside the product environments. */
const RESERVED = ['provisioning'];

/** For messages: what a cloud name looks like. */
export const CLOUD_NAME_FORM = `1 to 63 of a-z 0-9 _ -, beginning with a letter or digit, other than ${RESERVED.join(', ')}`;

/** What every cloud name matches; a few reserved names match it, too. */
export const CLOUD_NAME_PATTERN = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Whether a text can name a product environment in paths and workflow ids. */
export function isCloudName(text: string): boolean {
  return CLOUD_NAME_PATTERN.test(text) && !RESERVED.includes(text);
}
