import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { RouterProvider } from 'react-router';
import type { Bridge } from '#shared/ipc.ts';
import { BridgeProvider, callNative, useBridge } from '../api/bridge-context.tsx';
import { ListNewsProvider } from '../api/list-news.tsx';
import { LiveChanges } from '../api/live-changes.tsx';
import { NativeStateProvider, useAppInfo, useConnections, usePreferences } from '../api/native-state.tsx';
import { createQueryClient } from '../api/query-client.ts';
import type { Startup } from '../api/startup.ts';
import { createI18n } from '../i18n/i18n.ts';
import type { Language } from '../i18n/languages.ts';
import { LayoutMemoryProvider } from '../ui/data-table/layout-memory.tsx';
import type { LayoutMemory } from '../ui/data-table/layout-memory.tsx';
import { ClipboardProvider } from '../ui/text/clipboard.tsx';
import { ClockProvider } from '../ui/text/clock.tsx';
import { SingleKeysProvider } from '../ui/single-keys.tsx';
import { DensityProvider } from '../ui/theme/density.tsx';
import { ThemeProvider } from '../ui/theme/theme-provider.tsx';
import { ToastProvider } from '../ui/toast/toasts.tsx';
import { DefectBoundary } from './defect-boundary.tsx';
import { createRouter } from './router.tsx';
import type { Router } from './router.tsx';

/** The language on screen: the chosen one, or the system's. */
function useLanguage(): Language {
  const [preferences] = usePreferences();
  const { systemLanguage } = useAppInfo();
  return preferences.language === 'system' ? systemLanguage : preferences.language;
}

function Translated({ children }: { children: ReactNode }) {
  const language = useLanguage();
  const [i18n] = useState(() => createI18n(language));
  useEffect(() => {
    document.documentElement.lang = language;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
  return <I18nextProvider i18n={i18n}>{children}</I18nextProvider>;
}

/** Look, closeness, clipboard, remembered columns: what the kit needs of the application. */
function Furnished({ children }: { children: ReactNode }) {
  const bridge = useBridge();
  const [preferences, setPreferences] = usePreferences();
  const memory = useMemo<LayoutMemory>(
    () => ({
      read: (tableId) => preferences.grids[tableId],
      write: (tableId, { hidden, order, widths }) => {
        setPreferences({ grids: { ...preferences.grids, [tableId]: { hidden: [...hidden], order: [...order], widths: { ...widths } } } });
      },
    }),
    [preferences.grids, setPreferences],
  );
  const copy = useMemo(() => async (text: string) => { await callNative(bridge, 'app.copy', { text }); }, [bridge]);
  return (
    <ThemeProvider choice={preferences.theme}>
      <SingleKeysProvider enabled={preferences.singleKeys}>
        <DensityProvider density={preferences.density}>
          <LayoutMemoryProvider memory={memory}>
            <ClipboardProvider copy={copy}>
              <ClockProvider>
                <DefectBoundary>
                  <ToastProvider>{children}</ToastProvider>
                </DefectBoundary>
              </ClockProvider>
            </ClipboardProvider>
          </LayoutMemoryProvider>
        </DensityProvider>
      </SingleKeysProvider>
    </ThemeProvider>
  );
}

/** Answers, news and screens of one connection: another connection starts from nothing (C2). */
function ConnectedApplication({ startLocation }: { startLocation: string | undefined }) {
  const [client] = useState(createQueryClient);
  const [router, setRouter] = useState<Router | undefined>(undefined);
  useEffect(() => {
    const made = createRouter(startLocation);
    setRouter(made);
    return () => { made.dispose(); };
  }, [startLocation]);
  if (!router) return null;
  return (
    <QueryClientProvider client={client}>
      <ListNewsProvider>
        <LiveChanges />
        <RouterProvider router={router} />
      </ListNewsProvider>
    </QueryClientProvider>
  );
}

/** A new window begins where the person left; a page that was loaded again stays where it is. */
function firstLocation(lastLocation: string): string | undefined {
  return window.location.pathname === '/' && window.location.search === '' ? lastLocation : undefined;
}

function Connected({ lastLocation }: { lastLocation: string }) {
  const { current } = useConnections();
  const [start, setStart] = useState({ connection: current, location: firstLocation(lastLocation) });
  // Another connection has other records: it begins at its overview.
  if (start.connection !== current) setStart({ connection: current, location: '/' });
  return <ConnectedApplication key={start.connection} startLocation={start.location} />;
}

/** The whole console. */
export function App({ bridge, startup }: { bridge: Bridge; startup: Startup }) {
  return (
    <BridgeProvider bridge={bridge}>
      <NativeStateProvider startup={startup}>
        <Translated>
          <Furnished>
            <Connected lastLocation={startup.preferences.lastLocation} />
          </Furnished>
        </Translated>
      </NativeStateProvider>
    </BridgeProvider>
  );
}
