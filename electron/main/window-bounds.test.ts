import { describe, expect, it } from 'vitest';
import { boundsToOpen } from './window-bounds.ts';

const laptop = { x: 0, y: 0, width: 1_280, height: 760 };
const screen = { x: 1_280, y: 0, width: 2_560, height: 1_400 };

describe('where the window opens', () => {
  it('C12: fits a small display the first time, centred on a large one', () => {
    expect(boundsToOpen(null, [laptop])).toEqual({ x: 0, y: 0, width: 1_280, height: 760 });
    expect(boundsToOpen(null, [screen])).toEqual({ x: 1_840, y: 250, width: 1_440, height: 900 });
  });

  it('returns to where it was', () => {
    const was = { x: 1_500, y: 40, width: 1_100, height: 800 };
    expect(boundsToOpen(was, [laptop, screen])).toEqual(was);
  });

  it('comes back to a display when the one it was on is gone', () => {
    expect(boundsToOpen({ x: 1_500, y: 40, width: 1_100, height: 800 }, [laptop])).toEqual({ x: 0, y: 0, width: 1_280, height: 760 });
    expect(boundsToOpen({ x: 100, y: -500, width: 1_100, height: 800 }, [laptop])).toEqual({ x: 0, y: 0, width: 1_280, height: 760 });
  });
});
