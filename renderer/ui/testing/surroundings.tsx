import { ThemeProvider } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { createI18n } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/languages.ts';
import { LayoutMemoryProvider } from '../data-table/layout-memory.tsx';
import type { LayoutMemory } from '../data-table/layout-memory.tsx';
import { ClipboardProvider } from '../text/clipboard.tsx';
import { ClockProvider } from '../text/clock.tsx';
import { theme } from '../theme/theme.ts';
import { ToastProvider } from '../toast/toasts.tsx';

const forgetful: LayoutMemory = { read: () => undefined, write: () => undefined };

interface SurroundingsProps {
  children: ReactNode;
  language?: Language;
  memory?: LayoutMemory;
  /** Is given what is copied. */
  onCopy?: (text: string) => void;
  location?: string;
  /** False for what brings its own router. */
  inRouter?: boolean;
}

/** Everything the kit expects around it, for tests: theme, texts, clock, clipboard, toasts, memory and a router. */
export function Surroundings({ children, language = 'en', memory = forgetful, onCopy, location = '/', inRouter = true }: SurroundingsProps) {
  const copy = (text: string) => {
    onCopy?.(text);
    return Promise.resolve();
  };
  const furnished = (
    <I18nextProvider i18n={createI18n(language)}>
      <ThemeProvider theme={theme}>
        <LayoutMemoryProvider memory={memory}>
          <ClipboardProvider copy={copy}>
            <ClockProvider>
              <ToastProvider>{children}</ToastProvider>
            </ClockProvider>
          </ClipboardProvider>
        </LayoutMemoryProvider>
      </ThemeProvider>
    </I18nextProvider>
  );
  return inRouter ? <MemoryRouter initialEntries={[location]}>{furnished}</MemoryRouter> : furnished;
}
