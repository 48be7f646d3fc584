import { app, shell, type BrowserWindow } from 'electron';
import type { ChosenFor } from '#shared/ipc.ts';
import { problemOf } from '../api/server-link.ts';
import { createChosenFiles, type ChosenFiles } from './chosen-files.ts';
import { askForFile, askWhereToSave } from './dialogs.ts';
import { layFoundation, type Foundation } from './foundation.ts';
import type { HandedOver } from './handed-over.ts';
import { applicationHandlers } from './handlers/application-handlers.ts';
import { connectionHandlers } from './handlers/connection-handlers.ts';
import { workHandlers } from './handlers/work-handlers.ts';
import { listenToPage } from './ipc.ts';
import { setMenu } from './menu.ts';
import { notifyOfEnd } from './notifications.ts';
import { createPlanSources } from './plan-sources.ts';
import { newFileWorker } from './processes.ts';
import { createRouter } from './router.ts';
import { createServers, type Servers } from './servers.ts';
import { createTasks, type Tasks } from './tasks.ts';
import { createUpdates, type Updates } from './updates/updater.ts';
import { createUnfinishedFiles, type UnfinishedFiles } from './unfinished-files.ts';
import { openWindow, windowStateOf } from './window.ts';

/** The running console. */
export type Application = {
  /** Opens the window, or brings the open one to the person. */
  open(): void;
  /** C9: shows what a link, another start or the system asked for. */
  show(items: readonly HandedOver[]): void;
  /** Ends work, links and the embedded server, in this order. */
  stop(): Promise<void>;
};

/** A page that asks while its server is only starting is answered when that is decided. Milliseconds. */
const startWithin = 20_000;

/** Builds the console; the application must be ready. */
export function startApplication(): Application {
  const foundation = layFoundation(() => refreshMenu());
  const { log, page, settings, state, logsFolder } = foundation;
  const files = createChosenFiles();
  const servers = createServers(foundation);
  const tasks = createTasks({
    clock: () => new Date(),
    onTasks: (list) => page.tell('tasks', list),
    onEnd: (task) => notifyOfEnd(task, page, settings),
    problemOf: (error) => loggedProblem(error, foundation),
  });
  const unfinished = createUnfinishedFiles(state.unfinishedFiles);
  void unfinished.clear();
  const updates = createUpdates({ allowedByPolicy: foundation.policy.updates, folder: foundation.folder, log, onState: (now) => page.tell('updates', now) });
  connectPage(foundation, { servers, tasks, files, unfinished, updates });

  async function register(path: string, purpose: ChosenFor): Promise<void> {
    try {
      page.tell('fileOpened', { ...(await files.register(path, purpose)), purpose });
    } catch (error) {
      log.write('file not opened', { error });
    }
  }

  async function chooseFile(purpose: ChosenFor): Promise<void> {
    const window = page.window();
    const path = window === null ? null : await askForFile(window, purpose, settings.texts());
    if (path !== null) await register(path, purpose);
  }

  function refreshMenu(): void {
    setMenu(settings.texts(), {
      navigate: (location) => page.tell('navigate', { location }),
      chooseFile: (purpose) => void chooseFile(purpose),
      showLogs: () => void shell.openPath(logsFolder),
    });
  }

  refreshMenu();
  servers.start();
  return {
    open() {
      if (page.window() === null) page.show(watched(openWindow(state.window), foundation));
      else page.focus();
    },
    show(items) {
      for (const item of items) {
        if (item.kind === 'location') page.tell('navigate', { location: item.location });
        else void register(item.path, item.purpose);
      }
    },
    async stop() {
      const window = page.window();
      // Also waits for what is still being written of a window that was just closed.
      await state.window.write(window === null ? state.window.read() : windowStateOf(window));
      await tasks.stopAll();
      await servers.stop();
    },
  };
}

type Parts = { servers: Servers; tasks: Tasks; files: ChosenFiles; unfinished: UnfinishedFiles; updates: Updates };

/** Joins the page's calls to what they do. */
function connectPage(foundation: Foundation, { servers, tasks, files, unfinished, updates }: Parts): void {
  const { log, page, policy, settings, state } = foundation;
  const { links, vault, connections, certificatesFolder } = servers;
  const windowOrNull = (): BrowserWindow | null => page.window();
  const router = createRouter({
    async call(id, input) {
      const link = links.current();
      if (link.status().state === 'starting') await link.settled(startWithin);
      return link.call(id, input);
    },
    native: {
      ...applicationHandlers({ vault, settings, tasks, policy, updates }),
      ...connectionHandlers({
        connections, links, files, certificatesFolder,
        onConnections: () => page.tell('connections', links.list()),
        onSelected: () => page.tell('status', links.current().status()),
      }),
      ...workHandlers({
        links, files, tasks, unfinished, settings, policy,
        sources: createPlanSources(state.planSources),
        newFileWorker: () => newFileWorker(log),
        askForFile: async (purpose) => withWindow(windowOrNull(), (window) => askForFile(window, purpose, settings.texts())),
        askWhereToSave: async (name, kind) => withWindow(windowOrNull(), (window) => askWhereToSave(window, name, kind, settings.texts())),
      }),
    },
    onDefect: (what, error) => log.write('defect', { what, error }),
  });
  listenToPage({ router, files, page, onRefused: (channel, from) => log.write('call refused', { channel, from }) });
}

async function withWindow<Answer>(window: BrowserWindow | null, ask: (window: BrowserWindow) => Promise<Answer | null>): Promise<Answer | null> {
  return window === null ? null : ask(window);
}

function loggedProblem(error: unknown, { log }: Foundation): ReturnType<typeof problemOf> {
  const problem = problemOf(error);
  if (problem.code === 'internal') log.write('task failed', { error });
  return problem;
}

/** A page whose process died is drawn again; if that happens at once it is left alone. */
function watched(window: BrowserWindow, { log }: Foundation): BrowserWindow {
  let last = 0;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.write('page ended', { reason, exitCode });
    if (reason === 'clean-exit' || Date.now() - last < 10_000) return;
    last = Date.now();
    window.webContents.reload();
  });
  if (!app.isPackaged) window.webContents.on('console-message', (event) => event.level === 'error' && log.write('page', { message: event.message }));
  return window;
}
