import { app } from 'electron';
import path from 'node:path';
import { startApplication, type Application } from './application.ts';
import { listBuiltFiles } from './built-files.ts';
import { fileOfArgument, handedOverBy, locationOfLink, type HandedOver } from './handed-over.ts';
import { chooseDataFolder, registerLinkScheme } from './launch.ts';
import { prepareSecurity, servePage } from './security.ts';

/** Entry of the console: one instance for each data folder, to which later starts hand over what they were asked to show. */

let application: Application | null = null;
const handedOver: HandedOver[] = handedOverBy(process.argv, process.cwd());

function show(items: readonly HandedOver[]): void {
  if (application === null) handedOver.push(...items);
  else application.show(items);
}

async function start(): Promise<void> {
  await app.whenReady();
  servePage(listBuiltFiles(path.join(import.meta.dirname, '../renderer')));
  application = startApplication();
  application.open();
  application.show(handedOver.splice(0));
}

function listenToSystem(): void {
  app.on('second-instance', (_event, commandLine, workingFolder) => {
    application?.open();
    show(handedOverBy(commandLine, workingFolder));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const location = locationOfLink(link);
    if (location !== null) show([{ kind: 'location', location }]);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    const item = fileOfArgument(file, '/');
    if (item !== null) show([item]);
  });
  app.on('activate', () => application?.open());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    const running = application;
    if (running === null) return;
    // Work is stopped and the embedded server ends in order; then the application really quits.
    event.preventDefault();
    application = null;
    void running.stop().finally(() => app.quit());
  });
}

chooseDataFolder();
prepareSecurity();
registerLinkScheme();
listenToSystem();
if (app.requestSingleInstanceLock()) void start();
else app.exit(0);
