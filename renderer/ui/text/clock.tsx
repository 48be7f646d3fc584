import { createContext, use, useEffect, useState } from 'react';
import type { ReactNode } from 'react';

const ClockContext = createContext<number | undefined>(undefined);
const tick = 30_000;

/** Keeps one clock for every relative time below; it moves twice a minute. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, tick);
    return () => { clearInterval(timer); };
  }, []);
  return <ClockContext value={now}>{children}</ClockContext>;
}

/** The present moment in ms since 1970, renewed twice a minute. */
export function useNow(): number {
  const now = use(ClockContext);
  if (now === undefined) throw new Error('useNow needs a ClockProvider above it');
  return now;
}
