import { z } from 'zod';

/** What the console asks the process that holds the keychain. */
export const keychainRequest = z.discriminatedUnion('kind', [
  z.object({ number: z.number(), kind: z.literal('get'), account: z.string() }),
  z.object({ number: z.number(), kind: z.literal('set'), account: z.string(), secret: z.string() }),
  z.object({ number: z.number(), kind: z.literal('remove'), account: z.string() }),
]);
export type KeychainRequest = z.infer<typeof keychainRequest>;

/** `value`: the secret of a `get`, null when there is none. */
export const keychainAnswer = z.union([
  z.object({ number: z.number(), ok: z.literal(true), value: z.string().nullable() }),
  z.object({ number: z.number(), ok: z.literal(false), message: z.string() }),
]);
export type KeychainAnswer = z.infer<typeof keychainAnswer>;
