import { z } from 'zod';

export type Rectangle = { x: number; y: number; width: number; height: number };

export const windowStateSchema = z.object({
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(1), height: z.number().int().min(1) }).nullable(),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

/** C12: usable at 1024×700; at 200% zoom on a small display the window may be smaller. */
export const smallestWindow = { width: 640, height: 480 } as const;
const preferredWindow = { width: 1_440, height: 900 } as const;
const graspable = 80;

/**
 * Where to open the window: where it was, if enough of its title bar is still on a display (one may have been
 * unplugged); else centred on the first display, never larger than it.
 * `workAreas` are those of the displays, the primary one first.
 */
export function boundsToOpen(remembered: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle {
  const primary = workAreas[0] ?? { x: 0, y: 0, ...preferredWindow };
  if (remembered !== null && workAreas.some((area) => titleBarIsReachable(remembered, area))) {
    return {
      ...remembered,
      width: Math.max(remembered.width, smallestWindow.width),
      height: Math.max(remembered.height, smallestWindow.height),
    };
  }
  const width = Math.min(preferredWindow.width, primary.width);
  const height = Math.min(preferredWindow.height, primary.height);
  return {
    x: primary.x + Math.round((primary.width - width) / 2),
    y: primary.y + Math.round((primary.height - height) / 2),
    width,
    height,
  };
}

function titleBarIsReachable(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return visibleWidth >= graspable && bounds.y >= area.y && bounds.y <= area.y + area.height - graspable;
}
