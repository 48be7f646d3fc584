import Drawer from '@mui/material/Drawer';
import useMediaQuery from '@mui/material/useMediaQuery';
import { styled } from '@mui/material/styles';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { useCurrentConnection } from '../../api/native-state.tsx';
import { DefectBoundary } from '../defect-boundary.tsx';
import { Palette } from '../palette/palette.tsx';
import { ShortcutsSheet } from '../shortcuts/shortcuts-sheet.tsx';
import { useFocusAfterNavigation } from '../use-focus-after-navigation.ts';
import { useNativeNavigation } from '../use-native-navigation.ts';
import { useRememberedLocation } from '../use-remembered-location.ts';
import { Navigation } from './navigation-list.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { PolicyBanner } from './policy-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { useWindowKeys } from './use-window-keys.ts';

const Frame = styled('div')({ height: '100%', display: 'flex', flexDirection: 'column' });
/** C2: the connection's colour, always in sight. */
const Line = styled('div')({ height: 3, flexShrink: 0 });
const Middle = styled('div')({ flex: 1, minHeight: 0, display: 'flex' });
const Content = styled('main')(({ theme }) => ({
  position: 'relative',
  flex: 1,
  minWidth: 0,
  overflow: 'auto',
  // What is said above a screen takes its height from it.
  display: 'flex',
  flexDirection: 'column',
  '& > *': { flexShrink: 0 },
  backgroundColor: theme.vars.palette.surface.content,
  borderTop: `1px solid ${theme.vars.palette.surface.edge}`,
  [theme.breakpoints.up('md')]: { borderLeft: `1px solid ${theme.vars.palette.surface.edge}`, borderTopLeftRadius: 8 },
  outline: 'none',
}));
const SkipLink = styled('a')(({ theme }) => ({
  position: 'absolute',
  left: 8,
  top: -48,
  zIndex: 1500,
  padding: '6px 12px',
  borderRadius: 6,
  color: theme.vars.palette.accent.onSolid,
  backgroundColor: theme.vars.palette.accent.solid,
  textDecoration: 'none',
  '&:focus': { top: 8 },
}));

/** Top bar, navigation and the place of the screen. */
export function Shell() {
  const { t } = useTranslation('shell');
  const connection = useCurrentConnection();
  const location = useLocation();
  const main = useRef<HTMLElement>(null);
  const wide = useMediaQuery('(min-width: 840px)', { noSsr: true });
  const [navigationOpen, setNavigationOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  useNativeNavigation();
  useRememberedLocation();
  useFocusAfterNavigation(main);
  useWindowKeys({ onPalette: () => { setPaletteOpen((open) => !open); }, onShortcuts: () => { setShortcutsOpen(true); } });
  return (
    <Frame>
      <SkipLink href="#content" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t('skip')}</SkipLink>
      <Line data-connection-line style={{ backgroundColor: connection.colour }} aria-hidden />
      <TopBar
        onPalette={() => { setPaletteOpen(true); }}
        onNavigation={wide ? undefined : () => { setNavigationOpen(true); }}
      />
      <Middle>
        {wide && <Navigation onShortcuts={() => { setShortcutsOpen(true); }} />}
        <Content id="content" ref={main} tabIndex={-1}>
          <PolicyBanner />
          <OfflineBanner />
          <DefectBoundary key={location.pathname}>
            <Outlet />
          </DefectBoundary>
        </Content>
      </Middle>
      {!wide && (
        <Drawer open={navigationOpen} onClose={() => { setNavigationOpen(false); }} slotProps={{ paper: { 'aria-label': t('navigation') } }}>
          <Navigation onShortcuts={() => { setNavigationOpen(false); setShortcutsOpen(true); }} onNavigate={() => { setNavigationOpen(false); }} />
        </Drawer>
      )}
      <Palette open={paletteOpen} onClose={() => { setPaletteOpen(false); }} onShortcuts={() => { setShortcutsOpen(true); }} />
      <ShortcutsSheet open={shortcutsOpen} onClose={() => { setShortcutsOpen(false); }} />
    </Frame>
  );
}
