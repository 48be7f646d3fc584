import type { CallId, InputOf, OutputOf } from './contract/index.ts';
import type { Problem } from './errors.ts';
import type { FileInspection, FileOverrides, FileSettings } from './file-inspection.ts';
import type { UserFilter } from './schemas/users.ts';

/** C1: the one shape in which main answers the renderer. */
export type Envelope<Data> = { ok: true; data: Data } | { ok: false; error: Problem };

/** C2: a server that the console knows. The local one is embedded in the application. */
export type Connection = {
  id: string;
  kind: 'local' | 'remote';
  name: string;
  /** Base address without path; null for the local one, whose port changes at every start. */
  url: string | null;
  /** `#rrggbb`, shown at the top of the window. */
  colour: string;
  /** Such as "Production"; empty when none. */
  environment: string;
  /** C4: an additional certificate authority, by the name of the chosen file. */
  caFile: string | null;
  hasCredential: boolean;
  /** C8: the organization's policy brings this connection; only its token is the person's own. */
  preset: boolean;
};

/** C8: what the policy file of this computer says; read once, at the start. */
export type PolicyView = {
  /** `broken`: it cannot be understood, so everything that it could switch off is off. */
  state: 'none' | 'applied' | 'broken';
  file: string;
  /** What is wrong with a broken one. */
  problem: string | null;
  lockConnections: boolean;
  localServer: boolean;
  exports: boolean;
  updates: boolean;
  lockedSettings: LockableSetting[];
};
export type LockableSetting = 'theme' | 'language' | 'density' | 'safeForSpreadsheets';

export type ConnectionInput = { name: string; url: string; colour: string; environment: string; caHandle?: string | null };

/** C3: the five states of the operating system's keychain. */
export type VaultState = 'ok' | 'locked' | 'absent' | 'no_service' | 'backend_changed';

/** C5: whether the present server answers. */
export type ConnectionStatus = { connectionId: string; state: 'starting' | 'online' | 'offline' | 'signed_out'; since: string; error?: Problem | undefined };

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';
export type Language = 'system' | 'en' | 'fr';

/** What the console remembers for the person on this computer. `grids` by grid, `views` and `mappings` by name. */
export type Preferences = {
  theme: ThemeChoice;
  language: Language;
  density: Density;
  grids: Record<string, { hidden: string[]; order: string[]; widths: Record<string, number> }>;
  mappings: Record<string, SavedMapping>;
  lastLocation: string;
  safeForSpreadsheets: boolean;
  /** C9: whether `/` and `?` work outside of fields. */
  singleKeys: boolean;
};

/** M2: a mapping saved by name: the field of each header. */
export type SavedMapping = { headers: string[]; columns: (string | null)[] };

/** C8: why a console looks for no updates: by policy, built without, kept up to date by the system's packages, or unsigned. */
export type UpdatesOff = 'policy' | 'build' | 'packages' | 'unsigned';

/** C8: what is known about a newer console. `refused`: it is not what the makers of the console signed. */
export type UpdateState =
  | { state: 'off'; why: UpdatesOff }
  | { state: 'unknown' | 'checking' | 'current' }
  | { state: 'available' | 'ready'; version: string }
  | { state: 'downloading'; version: string; percent: number }
  | { state: 'failed'; why: 'unreachable' | 'refused' };

/** A file that the person chose or dropped; the renderer never sees or names a path. */
export type ChosenFile = { handle: string; name: string; size: number };

export type ChosenFor = 'people' | 'plan' | 'ca' | 'addition';

export type TaskKind = 'import' | 'addition' | 'compute' | 'apply' | 'export' | 'rejected' | 'savePlan';
export type TaskState = 'running' | 'done' | 'failed' | 'cancelled';

/** C7: long work, shown in the tray; survives closing its dialog. */
export type Task = {
  id: string;
  kind: TaskKind;
  title: string;
  state: TaskState;
  /** What it is doing: `reading`, `sending`, `matching`, `comparing`, `guarding`, `sealing`, `passwords`, `applying`, `committing`, `writing`. */
  phase: string;
  done: number;
  total: number | null;
  startedAt: string;
  endedAt: string | null;
  /** Milliseconds, estimated; null while unknown. */
  remaining: number | null;
  planId: string | null;
  /** Name of the file that was written. */
  savedAs: string | null;
  error: Problem | null;
};

export type ImportRequest = {
  handle: string;
  settings: FileSettings;
  mode: 'synchronize' | 'upsert' | 'delete';
  options: NonNullable<InputOf<'plans.create'>['options']>;
};

export type ExportRequest = {
  format: 'xlsx' | 'csv';
  /** M21: only for CSV; on by default. */
  safeForSpreadsheets: boolean;
} & (
  | { what: 'users'; filter: Partial<UserFilter>; sort: string; columns: string[] }
  | { what: 'organizations'; q: string }
  | { what: 'planReport'; planId: string; show: string }
);

export type AppInfo = {
  version: string;
  electron: string;
  chromium: string;
  node: string;
  /** Whether this is the official Electron build; the fallback is for development and tests only. */
  runtime: 'official' | 'fallback';
  platform: string;
  systemLanguage: 'en' | 'fr';
  vault: VaultState;
  dataFolder: string;
  policy: PolicyView;
};

/** The native calls: everything but `api`. Each answers an envelope. */
export type NativeCalls = {
  'app.info': { input: null; output: AppInfo };
  'updates.state': { input: null; output: UpdateState };
  'updates.check': { input: null; output: UpdateState };
  'updates.download': { input: null; output: UpdateState };
  'updates.install': { input: null; output: null };
  'app.openExternal': { input: { url: string }; output: null };
  'app.licences': { input: null; output: string };
  'app.copy': { input: { text: string }; output: null };
  'app.revealSaved': { input: { taskId: string }; output: null };
  'connections.list': { input: null; output: { items: Connection[]; current: string } };
  'connections.add': { input: ConnectionInput & { credential: { kind: 'token'; token: string } | { kind: 'setup'; link: string; username: string; email: string; password: string } }; output: Connection };
  'connections.update': { input: { id: string } & Partial<ConnectionInput> & { token?: string }; output: Connection };
  'connections.remove': { input: { id: string }; output: null };
  'connections.select': { input: { id: string }; output: null };
  'connections.test': { input: { url: string; caHandle?: string | null }; output: { name: string; version: string; setupNeeded: boolean } };
  'connections.status': { input: null; output: ConnectionStatus };
  'connections.retry': { input: null; output: ConnectionStatus };
  'vault.state': { input: null; output: VaultState };
  'preferences.get': { input: null; output: Preferences };
  'preferences.set': { input: Partial<Preferences>; output: Preferences };
  'files.choose': { input: { purpose: ChosenFor }; output: ChosenFile | null };
  'files.inspect': { input: { handle: string; overrides: FileOverrides; lastRowCount: number | null }; output: FileInspection };
  'files.release': { input: { handle: string }; output: null };
  'imports.start': { input: ImportRequest; output: { taskId: string } };
  'imports.add': { input: { planId: string; handle: string; settings: FileSettings }; output: { taskId: string } };
  'imports.saveRejected': { input: { planId: string }; output: { taskId: string } | null };
  'plans.apply': { input: InputOf<'plans.apply'>; output: { taskId: string } };
  'plans.recompute': { input: { id: string }; output: { taskId: string } };
  'plans.saveFile': { input: { planId: string }; output: { taskId: string } | null };
  'plans.openFile': { input: { handle: string }; output: { planId: string } };
  'exports.start': { input: ExportRequest; output: { taskId: string } | null };
  'tasks.list': { input: null; output: Task[] };
  'tasks.cancel': { input: { id: string }; output: null };
  'tasks.dismiss': { input: { id: string }; output: null };
};
export type NativeCallId = keyof NativeCalls;

/** What main tells the renderer unasked. */
export type NativeEvents = {
  /** Changes on the server (C6): one per audit entry, `table` and `recordId`. */
  change: { table: string; recordId: string; action: string; sequence: number };
  /** The event stream was interrupted for longer than it can be resumed: everything on screen may be old. */
  changesLost: null;
  tasks: Task[];
  status: ConnectionStatus;
  connections: { items: Connection[]; current: string };
  preferences: Preferences;
  /** A deep link or a menu entry: a location of the router, such as `/users/0199…`. */
  navigate: { location: string };
  /** A file handed over by the operating system. */
  fileOpened: ChosenFile & { purpose: ChosenFor };
  vault: VaultState;
  updates: UpdateState;
};
export type NativeEventId = keyof NativeEvents;

/** `window.quarterdeck`: all that the renderer can reach. */
export type Bridge = {
  api<Id extends CallId>(id: Id, input: InputOf<Id>): Promise<Envelope<OutputOf<Id>>>;
  call<Id extends NativeCallId>(id: Id, input: NativeCalls[Id]['input']): Promise<Envelope<NativeCalls[Id]['output']>>;
  /** Registers a dropped file; only the preload can read its path. */
  fileDropped(file: File, purpose: ChosenFor): Promise<Envelope<ChosenFile>>;
  on<Id extends NativeEventId>(id: Id, listener: (event: NativeEvents[Id]) => void): () => void;
};

/** The names of the IPC channels. */
export const channels = { api: 'quarterdeck:api', call: 'quarterdeck:call', drop: 'quarterdeck:drop', event: 'quarterdeck:event' } as const;

export const nativeCallIds = [
  'updates.state', 'updates.check', 'updates.download', 'updates.install',
  'app.info', 'app.licences', 'app.openExternal', 'app.copy', 'app.revealSaved',
  'connections.list', 'connections.add', 'connections.update', 'connections.remove', 'connections.select', 'connections.test', 'connections.status', 'connections.retry',
  'vault.state', 'preferences.get', 'preferences.set',
  'files.choose', 'files.inspect', 'files.release',
  'imports.start', 'imports.add', 'imports.saveRejected',
  'plans.apply', 'plans.recompute', 'plans.saveFile', 'plans.openFile',
  'exports.start', 'tasks.list', 'tasks.cancel', 'tasks.dismiss',
] as const satisfies readonly NativeCallId[];

export const nativeEventIds = ['change', 'changesLost', 'tasks', 'status', 'connections', 'preferences', 'navigate', 'fileOpened', 'vault', 'updates'] as const satisfies readonly NativeEventId[];
