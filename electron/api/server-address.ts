import { AppError } from '#shared/errors.ts';
import { parseSetupLink } from '#shared/setup-link.ts';

/**
 * The base address of a server from what the person typed: https, or http for this computer only (C4).
 * @throws AppError `invalid_input` with an error at the field `url`
 */
export function serverAddress(typed: string): string {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(withScheme)) throw refusal('Not an address');
  const url = new URL(withScheme);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) {
    throw refusal('Only the scheme, the host and the port of the server');
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  throw refusal('Only https, or http on this computer');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

const refusal = (message: string): AppError => new AppError('invalid_input', message, { errors: [{ path: 'url', message }] });

/**
 * The secret of the one-time setup link that a server prints at its first start (X6).
 * @throws AppError `invalid_input` with an error at the field `credential.link`
 */
export function secretOfSetupLink(link: string): string {
  const parsed = parseSetupLink(link);
  if (parsed !== undefined) return parsed.secret;
  const message = 'Not a setup link';
  throw new AppError('invalid_input', message, { errors: [{ path: 'credential.link', message }] });
}
