/**
 * X6: the one-time setup link, which the server prints and a person pastes into the console. The secret is the
 * fragment, which no browser sends and no log sees.
 *
 * @param publicUrl the server's address without a trailing slash.
 */
export function setupLink(publicUrl: string, secret: string): string {
  return `${publicUrl}/setup#${secret}`;
}

/** The server's address and the secret in a setup link; undefined for any other text. */
export function parseSetupLink(text: string): { url: string; secret: string } | undefined {
  const match = /^(https?:\/\/[^\s#?]+)\/setup#([A-Za-z0-9_-]{16,200})$/.exec(text.trim());
  return match ? { url: match[1]!, secret: match[2]! } : undefined;
}
