import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { usePreferences } from '../api/native-state.tsx';

/** ms without a further change before a location is kept. */
const pause = 500;
/** Main keeps no longer location than this; a longer one is not restored. */
const longest = 2_000;

/** Keeps where the person is, so that a restart comes back to the same screen in the same state (C11). */
export function useRememberedLocation(): void {
  const { pathname, search } = useLocation();
  const [preferences, setPreferences] = usePreferences();
  const lastLocation = `${pathname}${search}`;
  const kept = preferences.lastLocation;
  useEffect(() => {
    if (lastLocation === kept || lastLocation.length > longest) return undefined;
    const timer = setTimeout(() => { setPreferences({ lastLocation }); }, pause);
    return () => { clearTimeout(timer); };
  }, [lastLocation, kept, setPreferences]);
}
