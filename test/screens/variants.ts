import type { CDPSession, Page } from '@playwright/test';
import type { RunningConsole } from '../support/electron.ts';

/** How a screen is looked at. */
export type Variant = { language: 'en' | 'fr'; theme: 'light' | 'dark'; size: Size; vision?: Vision };
export type Vision = (typeof visions)[number];
export type Size = keyof typeof sizes;

/** Sizes of the window, and how much everything in it is enlarged (C12). */
export const sizes = {
  '1440x900': { width: 1_440, height: 900, zoom: 1 },
  '1024x700': { width: 1_024, height: 700, zoom: 1 },
  'zoom200': { width: 1_440, height: 900, zoom: 2 },
} as const;

/** Ways of seeing colours, as Chromium imitates them. */
const visions = ['none', 'deuteranopia', 'protanopia', 'tritanopia', 'achromatopsia'] as const;

const languages = ['en', 'fr'] as const;
const themes = ['light', 'dark'] as const;

/** All variants of a screen, those that need the least change in the window next to each other. */
export const everyVariant: readonly Variant[] = Object.keys(sizes).flatMap((size) => languages.flatMap((language) => themes.map((theme): Variant => ({ language, theme, size: size as Size }))));

/** One picture of each theme and language, at the usual size and the smallest. */
export const fewVariants: readonly Variant[] = [
  { language: 'en', theme: 'light', size: '1440x900' },
  { language: 'en', theme: 'dark', size: '1440x900' },
  { language: 'fr', theme: 'light', size: '1024x700' },
];

/** Both themes as people see them who tell colours apart in another way. */
export const visionVariants: readonly Variant[] = visions.slice(1).flatMap((vision) => themes.map((theme): Variant => ({ language: 'en', theme, size: '1440x900', vision })));

export const nameOfVariant = ({ language, theme, size, vision }: Variant): string => `${language}-${theme}-${size}${vision === undefined ? '' : `-${vision}`}`;

const sessions = new WeakMap<Page, CDPSession>();

/** Brings the running window into a variant, without starting anew. */
export async function showVariant(desk: RunningConsole, { language, theme, size, vision = 'none' }: Variant): Promise<void> {
  const { width, height, zoom } = sizes[size];
  await desk.call('preferences.set', { language, theme });
  await desk.app.evaluate(({ BrowserWindow }, bounds) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setBounds({ x: 0, y: 0, width: bounds.width, height: bounds.height });
    window?.webContents.setZoomFactor(bounds.zoom);
  }, { width, height, zoom });
  // The imitation ends with its session.
  const session = sessions.get(desk.page) ?? (await desk.app.context().newCDPSession(desk.page));
  sessions.set(desk.page, session);
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: vision });
}
