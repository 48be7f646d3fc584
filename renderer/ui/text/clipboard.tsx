import { createContext, use } from 'react';
import type { ReactNode } from 'react';

/** Puts text on the clipboard. */
export type CopyText = (text: string) => Promise<void>;

const ClipboardContext = createContext<CopyText | undefined>(undefined);

/**
 * How the kit reaches the clipboard. The application gives the native call: the page itself has no
 * clipboard permission (C15).
 */
export function ClipboardProvider({ copy, children }: { copy: CopyText; children: ReactNode }) {
  return <ClipboardContext value={copy}>{children}</ClipboardContext>;
}

/** The clipboard of the application. */
export function useClipboard(): CopyText {
  const copy = use(ClipboardContext);
  if (!copy) throw new Error('useClipboard needs a ClipboardProvider above it');
  return copy;
}
