import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useLocation } from 'react-router';

/** After going to another screen, its heading has the focus and is read; changes within a screen leave it alone. */
export function useFocusAfterNavigation(main: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return undefined;
    before.current = pathname;
    const frame = requestAnimationFrame(() => {
      const target = main.current?.querySelector<HTMLElement>('[data-page-heading]') ?? main.current;
      if (!main.current?.contains(document.activeElement) || document.activeElement === main.current) target?.focus({ preventScroll: true });
      main.current?.scrollTo({ top: 0 });
    });
    return () => { cancelAnimationFrame(frame); };
  }, [pathname, main]);
}
