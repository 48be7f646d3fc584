import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useSingleKeys } from '../../ui/single-keys.tsx';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Ctrl/Cmd+K: palette. `?`: shortcuts. Ctrl/Cmd+comma: settings. (C9; `/` belongs to the search of each list.) */
export function useWindowKeys(actions: { onPalette: () => void; onShortcuts: () => void }): void {
  const latest = useRef(actions);
  latest.current = actions;
  const navigate = useNavigate();
  const singleKeys = useSingleKeys();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const withControl = event.ctrlKey || event.metaKey;
      if (withControl && event.key.toLowerCase() === 'k') latest.current.onPalette();
      else if (withControl && event.key === ',') void navigate('/settings');
      else if (singleKeys && event.key === '?' && !withControl && !isTyping(event.target)) latest.current.onShortcuts();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => { window.removeEventListener('keydown', onKey); };
  }, [navigate, singleKeys]);
}
