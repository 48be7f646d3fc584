import IconButton from '@mui/material/IconButton';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Tooltip from '@mui/material/Tooltip';
import { styled } from '@mui/material/styles';
import { ArrowDown, ArrowUp, Maximize2, X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { typeSizes } from '../theme/tokens.ts';

const Panel = styled('aside')(({ theme }) => ({
  position: 'absolute',
  top: 0,
  right: 0,
  bottom: 0,
  zIndex: 10,
  width: 'min(520px, 100%)',
  display: 'flex',
  flexDirection: 'column',
  backgroundColor: theme.vars.palette.surface.content,
  borderLeft: `1px solid ${theme.vars.palette.surface.edge}`,
  boxShadow: theme.vars.palette.floating,
  animation: 'qd-slide-in 160ms cubic-bezier(0.2, 0, 0, 1) both',
  '@keyframes qd-slide-in': { from: { transform: 'translateX(24px)', opacity: 0 } },
}));

const Bar = styled('div')({ display: 'flex', alignItems: 'center', gap: 2, padding: '8px 8px 0 16px', '& > :first-of-type': { marginLeft: -8 }, '& .drawer-end': { marginLeft: 'auto' } });
const Head = styled('header')({
  padding: '4px 24px 12px',
  '& h2': { fontSize: typeSizes.title, fontWeight: 600, lineHeight: '24px', overflowWrap: 'anywhere', outline: 'none' },
});
const TabBar = styled('div')({ padding: '0 24px' });
const Body = styled('div')({ flex: 1, minHeight: 0, overflow: 'auto', padding: 24 });
const Foot = styled('footer')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 8,
  padding: '12px 24px',
  borderTop: `1px solid ${theme.vars.palette.surface.line}`,
}));

export interface RecordTab {
  id: string;
  label: string;
  content: ReactNode;
}

interface RecordTabsProps {
  tabs: readonly RecordTab[];
  /** The open tab's id; the first one when it is not among them. */
  tab: string;
  onTabChange: (tab: string) => void;
}

/** The tabs of a record and the open one's content; the same in the drawer and on the full page. */
export function RecordTabs({ tabs, tab, onTabChange }: RecordTabsProps) {
  const id = useId();
  const open = tabs.find((other) => other.id === tab) ?? tabs[0];
  if (!open) return null;
  return (
    <>
      <TabBar>
        <Tabs value={open.id} onChange={(_event, next: string) => { onTabChange(next); }} variant="scrollable" scrollButtons={false}>
          {tabs.map((other) => (
            <Tab key={other.id} value={other.id} label={other.label} id={`${id}-tab-${other.id}`} aria-controls={other === open ? `${id}-panel` : undefined} />
          ))}
        </Tabs>
      </TabBar>
      <Body role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${open.id}`} tabIndex={0}>
        {open.content}
      </Body>
    </>
  );
}

interface RecordDrawerProps extends RecordTabsProps {
  /** The record's name. */
  title: string;
  heading?: ReactNode;
  subtitle?: ReactNode;
  onClose: () => void;
  /** Undefined at the first or last loaded record. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  /** The record's own page. */
  fullPage: string;
  /** What can be done with the record. */
  actions?: ReactNode;
}

/**
 * A record over its list, which stays usable: Alt+↑ and Alt+↓ go to the record before and after, ⤢ opens the
 * page, Esc closes and gives the focus back. It stands in the nearest positioned ancestor; what it shows is in the
 * URL, kept by the screen.
 */
export function RecordDrawer(props: RecordDrawerProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const returnTo = useRef<Element | null>(null);
  useEffect(() => {
    returnTo.current = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (returnTo.current instanceof HTMLElement && returnTo.current.isConnected) returnTo.current.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') props.onClose();
    else if (event.altKey && event.key === 'ArrowUp') props.onPrevious?.();
    else if (event.altKey && event.key === 'ArrowDown') props.onNext?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Panel aria-labelledby={id} onKeyDown={onKeyDown}>
      <Bar>
        <Tooltip title={t('drawer.previous')}>
          <span><IconButton aria-label={t('drawer.previous')} disabled={!props.onPrevious} onClick={props.onPrevious} aria-keyshortcuts="Alt+ArrowUp"><ArrowUp aria-hidden /></IconButton></span>
        </Tooltip>
        <Tooltip title={t('drawer.next')}>
          <span><IconButton aria-label={t('drawer.next')} disabled={!props.onNext} onClick={props.onNext} aria-keyshortcuts="Alt+ArrowDown"><ArrowDown aria-hidden /></IconButton></span>
        </Tooltip>
        <Tooltip title={t('drawer.fullPage')}>
          <IconButton className="drawer-end" aria-label={t('drawer.fullPage')} onClick={() => void navigate(props.fullPage)}><Maximize2 aria-hidden /></IconButton>
        </Tooltip>
        <Tooltip title={t('drawer.close')}>
          <IconButton aria-label={t('drawer.close')} onClick={props.onClose} aria-keyshortcuts="Escape"><X aria-hidden /></IconButton>
        </Tooltip>
      </Bar>
      <Head>
        <h2 id={id} ref={heading} tabIndex={-1}>{props.heading ?? props.title}</h2>
        {props.subtitle}
      </Head>
      <RecordTabs tabs={props.tabs} tab={props.tab} onTabChange={props.onTabChange} />
      {props.actions && <Foot>{props.actions}</Foot>}
    </Panel>
  );
}
