import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { ChosenFor } from '#shared/ipc.ts';
import type { Texts } from './texts/texts.ts';

/** Asks for a file to open; null when the person changed their mind. Hidden files and aliases are the system's business. */
export async function askForFile(window: BrowserWindow, purpose: ChosenFor, texts: Texts): Promise<string | null> {
  const { title, filters } = wanted(purpose, texts);
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile', 'dontAddToRecent'] });
  return canceled ? null : filePaths[0] ?? null;
}

function wanted(purpose: ChosenFor, { dialog: texts }: Texts): { title: string; filters: FileFilter[] } {
  const all = { name: texts.allFiles, extensions: ['*'] };
  switch (purpose) {
    case 'people':
    case 'addition':
      return { title: texts.people, filters: [{ name: texts.peopleFiles, extensions: ['csv', 'xlsx', 'txt', 'tsv'] }, all] };
    case 'plan':
      return { title: texts.plan, filters: [{ name: texts.planFiles, extensions: ['quarterdeck-plan'] }, all] };
    case 'ca':
      return { title: texts.authority, filters: [{ name: texts.authorityFiles, extensions: ['pem', 'crt', 'cer', 'der'] }, all] };
  }
}

/** Asks where to write; the dialog itself asks before an existing file is replaced. Null when the person changed their mind. */
export async function askWhereToSave(window: BrowserWindow, name: string, kind: 'csv' | 'xlsx' | 'quarterdeck-plan', texts: Texts): Promise<string | null> {
  const names = { csv: texts.dialog.csv, xlsx: texts.dialog.xlsx, 'quarterdeck-plan': texts.dialog.planFiles } as const;
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: `${name}.${kind}`, filters: [{ name: names[kind], extensions: [kind] }], properties: ['createDirectory', 'showOverwriteConfirmation'] });
  return canceled || filePath === '' ? null : filePath;
}
