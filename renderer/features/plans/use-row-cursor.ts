import { useEffect, useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent, MouseEvent, RefObject } from 'react';

interface RowCursor {
  /** Place of the row that the keyboard is on. */
  active: number;
  /** For the list: its rows tell it what happens to them. */
  handlers: {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    onFocus: (event: FocusEvent<HTMLElement>) => void;
    onClick: (event: MouseEvent<HTMLElement>) => void;
  };
}

/** The place of the row that an event happened in. */
function placeOf(target: EventTarget): number | undefined {
  const row = (target as HTMLElement).closest<HTMLElement>('[data-place]');
  return row ? Number(row.dataset['place']) : undefined;
}

interface Subject {
  count: number;
  /** Rows that fit on screen. */
  page: number;
  list: RefObject<HTMLElement | null>;
  scrollTo: (index: number) => void;
  isOpen: (index: number) => boolean;
  toggle: (index: number) => void;
}

const moves: Record<string, (index: number, subject: Subject) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index, { page }) => index + page,
  PageUp: (index, { page }) => index - page,
  Home: () => 0,
  End: (_index, { count }) => count - 1,
};

/** Moves between the rows of a list by keyboard: arrows, pages, ends; right opens, left closes (C9). */
export function useRowCursor(subject: Subject): RowCursor {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | undefined>(undefined);
  const { list } = subject;
  useEffect(() => {
    if (wanted.current === undefined) return;
    const button = list.current?.querySelector<HTMLElement>(`[data-place="${String(wanted.current)}"] .plan-toggle`);
    if (!button) return;
    wanted.current = undefined;
    button.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (!target.classList.contains('plan-toggle') || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    if (move) {
      const next = Math.min(subject.count - 1, Math.max(0, move(active, subject)));
      wanted.current = next;
      setActive(next);
      subject.scrollTo(next);
    } else if ((event.key === 'ArrowRight' && !subject.isOpen(active)) || (event.key === 'ArrowLeft' && subject.isOpen(active)) || (event.key === 'Escape' && subject.isOpen(active))) {
      subject.toggle(active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const place = placeOf(event.target);
    if (place !== undefined) setActive(place);
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const place = placeOf(target);
    // A line opens wherever it is pressed, but for what has an action of its own; what stands open is read and copied.
    if (place !== undefined && !target.closest('a, button:not(.plan-toggle), input, .plan-details')) subject.toggle(place);
  };
  return { active: Math.min(active, Math.max(0, subject.count - 1)), handlers: { onKeyDown, onFocus, onClick } };
}
