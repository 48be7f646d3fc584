import { z } from 'zod';

const line = (max: number) => z.string().trim().max(max);

/** Only https, or http on this computer: a token never travels in the clear (C4). */
export function isServerAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}

export const colour = z.string().regex(/^#[0-9a-f]{6}$/i);

/** What is asked about every connection. `addressText` is said about a wrong address. */
export const appearanceFields = {
  name: line(100).min(1),
  environment: line(40),
  colour,
};

export function addressField(addressText: string) {
  return z.string().trim().min(1).max(500).refine(isServerAddress, { error: addressText });
}

/** The form of a new connection: with a token, or with the setup link that makes the first superadmin (X6). */
export function newConnectionSchema(addressText: string) {
  const address = addressField(addressText);
  return z.discriminatedUnion('access', [
    z.object({ access: z.literal('token'), url: address, ...appearanceFields, token: line(500).min(1) }),
    z.object({
      access: z.literal('setup'),
      url: address,
      ...appearanceFields,
      link: z.string().trim().min(1).max(2_000),
      username: line(100).min(1),
      email: z.email(),
      password: z.string().min(12).max(256),
    }),
  ]);
}

/** The address of the server that a setup link belongs to; undefined when it is not an address. */
export function addressOfLink(link: string): string | undefined {
  return URL.canParse(link) ? new URL(link).origin : undefined;
}
