import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider as MuiThemeProvider, useColorScheme } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { createStyleCache } from './constructed-sheet.ts';
import { theme } from './theme.ts';

/** What the person chose; `system` follows the operating system. */
export type ThemeChoice = 'system' | 'light' | 'dark';

function ApplyChoice({ choice }: { choice: ThemeChoice }) {
  const { setMode } = useColorScheme();
  useEffect(() => {
    setMode(choice);
  }, [choice, setMode]);
  return null;
}

/**
 * Gives the whole application its look. The choice comes from the person's preferences; nothing is
 * stored here.
 */
export function ThemeProvider({ choice, children }: { choice: ThemeChoice; children: ReactNode }) {
  const [cache] = useState(createStyleCache);
  return (
    <CacheProvider value={cache}>
      <MuiThemeProvider theme={theme} defaultMode={choice} storageManager={null} disableTransitionOnChange noSsr>
        <CssBaseline />
        <ApplyChoice choice={choice} />
        {children}
      </MuiThemeProvider>
    </CacheProvider>
  );
}
