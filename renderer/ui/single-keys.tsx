import { createContext, use } from 'react';
import type { ReactNode } from 'react';

const SingleKeysContext = createContext(true);

/** Sets whether keys without Ctrl, Alt or Cmd do anything outside of fields (WCAG 2.1.4): speech would press them by chance. */
export function SingleKeysProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  return <SingleKeysContext value={enabled}>{children}</SingleKeysContext>;
}

export const useSingleKeys = (): boolean => use(SingleKeysContext);
