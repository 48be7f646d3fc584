import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { ChosenFor } from '#shared/ipc.ts';
import type { Texts } from './texts/texts.ts';

export type MenuActions = {
  navigate: (location: string) => void;
  chooseFile: (purpose: ChosenFor) => void;
  showLogs: () => void;
};

type Items = MenuItemConstructorOptions[];

/** The native menu in the person's language. */
export function setMenu(texts: Texts, actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const template: Items = [
    ...(isMac ? [applicationMenu(texts, actions)] : []),
    fileMenu(texts, actions, isMac),
    editMenu(texts),
    viewMenu(texts),
    goMenu(texts, actions),
    { label: texts.menu.window, role: 'window', submenu: [{ role: 'minimize', label: texts.menu.minimize }, { role: 'close', label: texts.menu.close }] },
    helpMenu(texts, actions, isMac),
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

const settingsItem = ({ menu }: Texts, { navigate }: MenuActions): MenuItemConstructorOptions => ({ label: menu.settings, accelerator: 'CmdOrCtrl+,', click: () => navigate('/settings') });
const aboutItem = ({ menu }: Texts, { navigate }: MenuActions): MenuItemConstructorOptions => ({ label: menu.about, click: () => navigate('/about') });

function applicationMenu(texts: Texts, actions: MenuActions): MenuItemConstructorOptions {
  const { menu } = texts;
  return {
    label: app.name,
    submenu: [
      aboutItem(texts, actions), separator, settingsItem(texts, actions), separator,
      { role: 'services', label: menu.services }, separator,
      { role: 'hide', label: menu.hide }, { role: 'hideOthers', label: menu.hideOthers }, { role: 'unhide', label: menu.showAll }, separator,
      { role: 'quit', label: menu.quit },
    ],
  };
}

function fileMenu(texts: Texts, actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  const { menu } = texts;
  const ending: Items = isMac ? [{ role: 'close', label: menu.close }] : [settingsItem(texts, actions), separator, { role: 'quit', label: menu.quit, accelerator: 'CmdOrCtrl+Q' }];
  return {
    label: menu.file,
    submenu: [
      { label: menu.importFile, accelerator: 'CmdOrCtrl+O', click: () => actions.chooseFile('people') },
      { label: menu.openPlan, accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.chooseFile('plan') },
      separator,
      ...ending,
    ],
  };
}

function editMenu({ menu }: Texts): MenuItemConstructorOptions {
  return {
    label: menu.edit,
    submenu: [
      { role: 'undo', label: menu.undo }, { role: 'redo', label: menu.redo }, separator,
      { role: 'cut', label: menu.cut }, { role: 'copy', label: menu.copy }, { role: 'paste', label: menu.paste }, { role: 'selectAll', label: menu.selectAll },
    ],
  };
}

function viewMenu({ menu }: Texts): MenuItemConstructorOptions {
  const forDevelopers: Items = app.isPackaged ? [] : [separator, { role: 'reload', label: menu.reload }, { role: 'toggleDevTools', label: menu.developerTools }];
  return {
    label: menu.view,
    submenu: [
      { role: 'resetZoom', label: menu.actualSize }, { role: 'zoomIn', label: menu.zoomIn }, { role: 'zoomOut', label: menu.zoomOut }, separator,
      { role: 'togglefullscreen', label: menu.fullScreen },
      ...forDevelopers,
    ],
  };
}

function goMenu({ menu }: Texts, { navigate }: MenuActions): MenuItemConstructorOptions {
  const places = [[menu.overview, '/'], [menu.users, '/users'], [menu.import, '/import'], [menu.history, '/history'], [menu.connections, '/connections']] as const;
  return {
    label: menu.go,
    submenu: places.map(([label, location], index) => ({ label, accelerator: `CmdOrCtrl+${index + 1}`, click: () => navigate(location) })),
  };
}

function helpMenu(texts: Texts, actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: texts.menu.help,
    role: 'help',
    submenu: [{ label: texts.menu.logs, click: actions.showLogs }, ...(isMac ? [] : [separator, aboutItem(texts, actions)])],
  };
}
