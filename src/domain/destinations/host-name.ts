const MAX_HOST_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/** Suffixes that never lead to a public server. Source: IANA special-use domain names. */
const PRIVATE_SUFFIXES = ['local', 'internal', 'home.arpa', 'onion', 'invalid'];

/**
 * Says what makes a host unfit for a destination, by its text alone. Serves a good message; the
 * protection is the check of the addresses.
 *
 * @param hostname as `URL` gives it: lower case, an address in its plain spelling, no final dot.
 * @returns `undefined` when nothing does, as for every literal address.
 */
export function hostFault(
  hostname: string,
  { allowLoopbackNames }: { readonly allowLoopbackNames: boolean },
): string | undefined {
  if (isIPv6Address(hostname)) return undefined;
  if (hostname.length > MAX_HOST_LENGTH) {
    return `has a host of ${hostname.length} characters; expected at most ${MAX_HOST_LENGTH}`;
  }
  const label = hostname.split('.').find((candidate) => !isHostLabel(candidate));
  if (label !== undefined) {
    return `has the host label ${JSON.stringify(label)}; expected 1 to ${MAX_LABEL_LENGTH} letters, digits, "-" or "_" between dots`;
  }
  if (isLoopbackName(hostname)) {
    return allowLoopbackNames ? undefined : 'names this machine; expected a public host';
  }
  if (!hostname.includes('.')) return 'has a host without a domain; expected a full name such as example.com';
  const suffix = PRIVATE_SUFFIXES.find((candidate) => isBelow(hostname, candidate));
  return suffix === undefined
    ? undefined
    : `has a host in the private domain .${suffix}; expected a public host`;
}

/** Whether a name means this machine without asking anybody. Source: RFC 6761, section 6.3. */
export function isLoopbackName(hostname: string): boolean {
  return isBelow(hostname, 'localhost');
}

/** An IPv4 address needs no exception: its parts are labels as good as others. */
function isIPv6Address(hostname: string): boolean {
  return hostname.startsWith('[');
}

function isHostLabel(label: string): boolean {
  return label.length <= MAX_LABEL_LENGTH && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label);
}

function isBelow(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
