import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { AppError } from '#shared/errors.ts';
import { channels, type Envelope } from '#shared/ipc.ts';
import { problemOf } from '../api/server-link.ts';
import type { ChosenFiles } from './chosen-files.ts';
import { chosenFor } from './native-inputs.ts';
import type { Page } from './page.ts';
import type { Router } from './router.ts';
import { isTrustedSender } from './security.ts';

export type PageListenerOptions = {
  router: Router;
  files: ChosenFiles;
  page: Page;
  onRefused: (channel: string, from: string | null) => void;
};

/** C1: the three channels of the page. Every message is checked for its sender first; every answer is an envelope. */
export function listenToPage({ router, files, page, onRefused }: PageListenerOptions): void {
  const refusal: Envelope<never> = { ok: false, error: new AppError('not_allowed', 'Not from this window').problem };

  function handle(channel: string, answer: (first: unknown, second: unknown) => Promise<Envelope<unknown>>): void {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, first: unknown, second: unknown) => {
      if (isTrustedSender(event, page.window()?.webContents ?? null)) return answer(first, second);
      onRefused(channel, event.senderFrame?.url.slice(0, 200) ?? null);
      return refusal;
    });
  }

  handle(channels.api, (id, input) => router.api(id, input));
  handle(channels.call, (id, input) => router.call(id, input));
  handle(channels.drop, async (path, purpose) => {
    const wanted = chosenFor.safeParse(purpose);
    if (typeof path !== 'string' || path === '' || !wanted.success) return { ok: false, error: new AppError('invalid_input', 'Not a file of this computer').problem };
    try {
      return { ok: true, data: await files.register(path, wanted.data) };
    } catch (error) {
      return { ok: false, error: problemOf(error) };
    }
  });
}
