import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { _electron, test as base, expect, type ElectronApplication, type Page } from '@playwright/test';
import type { CallId, InputOf, OutputOf } from '#shared/contract/index.ts';
import type { Envelope, NativeCallId, NativeCalls, Preferences } from '#shared/ipc.ts';
import { resolveElectronRuntime } from '../../scripts/electron-runtime/runtime.ts';
import { madeFolder } from './made-folder.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

export type ConsoleOptions = {
  /** The console's folder; a fresh one when left out. Give one again to start a second time on the same data. */
  userData?: string;
  /** Put into a fresh folder before the start. */
  preferences?: Partial<Preferences>;
  /** Further arguments of the command line: deep links, files, switches. */
  parameters?: readonly string[];
  environment?: Readonly<Record<string, string>>;
};

/** The running console as a test drives it. */
export type RunningConsole = {
  app: ElectronApplication;
  page: Page;
  userData: string;
  /** What the next dialogs for a file answer; null = the person changed their mind. */
  chooseFile(file: string | null): Promise<void>;
  saveAs(file: string | null): Promise<void>;
  /** An operation or native call as the page makes it. Throws with the problem when it is refused. */
  api<Id extends CallId>(id: Id, input: InputOf<Id>): Promise<OutputOf<Id>>;
  call<Id extends NativeCallId>(id: Id, input: NativeCalls[Id]['input']): Promise<NativeCalls[Id]['output']>;
  /** Waits until the current connection is online. */
  online(): Promise<void>;
  /** Waits for a task to end and answers it. */
  taskEnded(taskId: string): Promise<NativeCalls['tasks.list']['output'][number]>;
  /** Keeps a picture as `test-results/pictures/<name>.png`. */
  picture(name: string): Promise<void>;
  /** Process ids by the names that Electron gives them: `Quarterdeck server`, `Quarterdeck files`, … */
  processes(): Promise<{ name: string; pid: number }[]>;
  close(): Promise<void>;
};

/** Starts the built console on a folder of its own. Needs a display: `npm run test:e2e` opens one. */
export async function launchConsole(options: ConsoleOptions = {}): Promise<RunningConsole> {
  const runtime = await resolveElectronRuntime(() => undefined);
  const userData = options.userData ?? madeFolder('e2e');
  if (options.preferences !== undefined) writeFileSync(path.join(userData, 'preferences.json'), JSON.stringify(options.preferences));
  const app = await _electron.launch({
    executablePath: runtime.path,
    args: [...runtime.switches, root, ...(options.parameters ?? [])],
    // A policy of the machine that runs the tests is not theirs.
    env: { ...plainEnvironment(), QUARTERDECK_USER_DATA: userData, QUARTERDECK_POLICY: path.join(userData, 'no-policy.json'), ...options.environment },
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'quarterdeck' in window);
  return driver(app, page, userData);
}

/** Our own environment without what would steer Electron. */
function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('ELECTRON_RUN')));
}

function driver(app: ElectronApplication, page: Page, userData: string): RunningConsole {
  const call: RunningConsole['call'] = async (id, input) => opened(id, await page.evaluate(({ id: name, input: given }) => window.quarterdeck.call(name, given as never), { id, input })) as never;
  return {
    app,
    page,
    userData,
    chooseFile: (file) => app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    }, file),
    saveAs: (file) => app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' });
    }, file),
    api: async (id, input) => opened(id, await page.evaluate(({ id: name, input: given }) => window.quarterdeck.api(name, given as never), { id, input })) as never,
    call,
    async online() {
      await expect.poll(async () => (await call('connections.status', null)).state, { timeout: 60_000 }).toBe('online');
    },
    async taskEnded(taskId) {
      const found = async () => (await call('tasks.list', null)).find(({ id }) => id === taskId);
      await expect.poll(async () => (await found())?.state, { timeout: 150_000 }).not.toBe('running');
      return (await found())!;
    },
    async picture(name) {
      const folder = path.join(root, 'test-results', 'pictures');
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    },
    processes: () => app.evaluate(({ app: running }) => running.getAppMetrics().map(({ name, type, serviceName, pid }) => ({ name: name ?? serviceName ?? type, pid }))),
    async close() {
      await app.close();
    },
  };
}

function opened(id: string, envelope: Envelope<unknown>): unknown {
  if (envelope.ok) return envelope.data;
  throw new Error(`${id} was refused: ${JSON.stringify(envelope.error)}`);
}

/**
 * Tests of the running console: `desk` is a console on a fresh folder, closed afterwards; `launch` starts more of them.
 * Choose language, theme and the like with `test.use({ preferences: { language: 'fr', theme: 'dark' } })`.
 */
export const test = base.extend<{ preferences: Partial<Preferences>; launch: (options?: ConsoleOptions) => Promise<RunningConsole>; desk: RunningConsole }>({
  preferences: [{ language: 'en', theme: 'light' }, { option: true }],
  launch: async ({ preferences }, use) => {
    const started: RunningConsole[] = [];
    await use(async (options = {}) => {
      const desk = await launchConsole({ ...(options.userData === undefined ? { preferences } : {}), ...options });
      started.push(desk);
      return desk;
    });
    for (const desk of started) await desk.close().catch(() => undefined);
  },
  desk: async ({ launch }, use) => {
    await use(await launch());
  },
});

export { expect };
