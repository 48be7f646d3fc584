import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { LockableSetting } from '#shared/ipc.ts';
import { serverAddress } from '../../api/server-address.ts';
import { preferencesSchema } from '../preferences.ts';

const presetConnection = z.strictObject({
  name: z.string().trim().min(1).max(100),
  url: z.string().trim().min(1).max(300).transform((url, context) => {
    try {
      return serverAddress(url);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'Not an address' });
      return z.NEVER;
    }
  }),
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'Not a colour such as #aa3355').transform((colour) => colour.toLowerCase()).default('#2f6f6b'),
  environment: z.string().trim().max(40).default(''),
  /** Absolute path of a PEM or DER file (C4). */
  certificateAuthority: z.string().max(1_000).refine((file) => path.isAbsolute(file), 'Not an absolute path').optional(),
});

/** C8: the form of the policy file. A key that is not known is refused: a misspelled one would switch nothing off. */
export const policyFileSchema = z.strictObject({
  version: z.literal(1),
  connections: z.array(presetConnection).max(100).default([])
    .refine((list) => new Set(list.map(({ url }) => url)).size === list.length, 'The same address twice'),
  lockConnections: z.boolean().default(false),
  settings: z.strictObject(preferencesSchema.pick({ theme: true, language: true, density: true, safeForSpreadsheets: true }).partial().shape).default({}),
  localServer: z.boolean().default(true),
  exports: z.boolean().default(true),
  updates: z.boolean().default(true),
});
export type PolicyFile = z.output<typeof policyFileSchema>;

/** A server that the policy brings, with the content of its authority's file. */
export type PresetConnection = Omit<PolicyFile['connections'][number], 'certificateAuthority'> & {
  id: string;
  authority: { pem: string; name: string } | null;
};

/** C8: what an organization decided for this computer; read once, at the start. */
export type Policy = Omit<PolicyFile, 'version' | 'connections'> & {
  /** `broken`: there is a policy that cannot be understood, and everything that one could switch off is off. */
  state: 'none' | 'applied' | 'broken';
  /** Where it stands, or would. */
  file: string;
  /** What is wrong with a broken one, for whoever administers this computer. */
  problem: string | null;
  connections: PresetConnection[];
};

/** Without a policy file everything is the person's own choice. */
export const freePolicy = (file: string): Policy => ({
  state: 'none', file, problem: null, connections: [], lockConnections: false, settings: {}, localServer: true, exports: true, updates: true,
});

/** The safe side: nothing that a policy could have taken away is there. */
export const brokenPolicy = (file: string, problem: string): Policy => ({
  state: 'broken', file, problem, connections: [], lockConnections: true, settings: {}, localServer: false, exports: false, updates: false,
});

/** The settings of the person's own that the policy decides. */
export function lockedSettings({ settings }: Pick<Policy, 'settings'>): LockableSetting[] {
  return (Object.keys(settings) as LockableSetting[]).filter((name) => settings[name] !== undefined);
}

/**
 * A preset's id is made from its address: the same server keeps its token over starts, and a token never follows the
 * preset to another address.
 */
export function presetId(url: string): string {
  const hex = createHash('sha256').update(`quarterdeck policy ${url}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
