/** Before an address, up to the last `@` of its host part: `ada:pass@`, a token alone, a user alone. */
const inUrl = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'`]*@/gi;
/** The same where the scheme was left out, as `DOCKER_HOST` allows; not the tag of `alpine:3@sha256:…`. */
const inBareAddress = /(^|[\s="'`(,])[^\s:/@"'`=(,]+:[^\s/@"'`]+@(?!sha\d+:)(?=[\w.[-]+)/g;
const inHeader =
  /\b((?:proxy-)?authorization|x-registry-(?:auth|config))(["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',;]+/gi;

/** A text for logs and messages, with users and passwords taken out of the addresses and headers in it. */
export function withoutCredentials(text: string): string {
  return text.replace(inUrl, '$1').replace(inBareAddress, '$1').replace(inHeader, '$1$2…');
}

/** Whether something of this name is likely to hold a secret: `token`, `my.psk`, `DB_PASSWORD`. */
export function namesSecret(name: string): boolean {
  return /passw|passphrase|secret|token|credential|\bpsk\b|(private|api|access|shared)[-_.]?key/i.test(
    name,
  );
}
