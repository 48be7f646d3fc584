import { Notification } from 'electron';
import type { Task } from '#shared/ipc.ts';
import type { Page } from './page.ts';
import type { Settings } from './settings.ts';

/** C7: says in the system's own way that long work has ended, when the person is looking elsewhere. */
export function notifyOfEnd(task: Task, page: Page, settings: Settings): void {
  const window = page.window();
  if (task.state === 'cancelled' || window === null || window.isFocused() || !Notification.isSupported()) return;
  const texts = settings.texts().notification;
  const notification = new Notification({ title: task.title, body: task.state === 'done' ? texts.done : texts.failed });
  notification.on('click', () => {
    page.focus();
    if (task.planId !== null) page.tell('navigate', { location: `/plans/${task.planId}` });
  });
  notification.show();
}
