import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import path from 'node:path';
import { readAuthority } from '../../api/certificates.ts';
import { brokenPolicy, freePolicy, policyFileSchema, presetId, type Policy, type PolicyFile } from './policy.ts';

const largestPolicy = 1_048_576;

/**
 * C8: where an organization's policy stands, for everyone on the machine. On Windows the usual folder comes before
 * what the environment names, which the person could change.
 */
export function policyPlaces(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') return ['/Library/Application Support/Quarterdeck/policy.json'];
  if (platform !== 'win32') return ['/etc/quarterdeck/policy.json'];
  const folders = ['C:\\ProgramData', ...(environment['ProgramData'] === undefined ? [] : [environment['ProgramData']])];
  return [...new Set(folders)].map((folder) => path.win32.join(folder, 'Quarterdeck', 'policy.json'));
}

export type ReadPolicyOptions = {
  places: readonly string[];
  /** Whether only a file that ordinary people cannot write counts as an organization's. */
  ownedBySystem: boolean;
};

/** Reads the first policy that is there. One that cannot be read or understood is never passed over: it is a broken one. */
export function readPolicy({ places, ownedBySystem }: ReadPolicyOptions): Policy {
  for (const place of places) {
    try {
      const content = readIfThere(place, ownedBySystem);
      if (content !== null) return { ...understood(content), state: 'applied', file: place, problem: null };
    } catch (error) {
      return brokenPolicy(place, error instanceof Error ? error.message : String(error));
    }
  }
  return freePolicy(places[0] ?? '');
}

function readIfThere(file: string, ownedBySystem: boolean): string | null {
  let handle: number;
  try {
    // A pipe in its place must not hold the start.
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) throw new Error('Not a file');
    if (status.size > largestPolicy) throw new Error('Larger than 1 MB');
    if (ownedBySystem) assertOwnedBySystem(status);
    return readFileSync(handle, 'utf8').replace(/^\uFEFF/, '');
  } finally {
    closeSync(handle);
  }
}

/** Windows guards its folder by access lists, which its administrators set. */
function assertOwnedBySystem({ uid, mode }: Stats): void {
  if (process.platform === 'win32') return;
  if (uid !== 0) throw new Error('Not owned by root');
  if ((mode & 0o022) !== 0) throw new Error('Can be written by others than root');
}

function understood(content: string): Omit<Policy, 'state' | 'file' | 'problem'> {
  const read = policyFileSchema.safeParse(parsed(content));
  if (!read.success) throw new Error(read.error.issues.map(({ path: place, message }) => (place.length === 0 ? message : `${place.join('.')}: ${message}`)).join('; '));
  const { connections, lockConnections, settings, localServer, exports, updates } = read.data;
  return { lockConnections, settings, localServer, exports, updates, connections: connections.map(withAuthority) };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Error(`Not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function withAuthority({ certificateAuthority, ...connection }: PolicyFile['connections'][number]): Policy['connections'][number] {
  const id = presetId(connection.url);
  if (certificateAuthority === undefined) return { ...connection, id, authority: null };
  try {
    return { ...connection, id, authority: { pem: readAuthority(readFileSync(certificateAuthority)), name: path.basename(certificateAuthority) } };
  } catch (cause) {
    throw new Error(`certificateAuthority of ${connection.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
