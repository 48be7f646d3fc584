import CircularProgress from '@mui/material/CircularProgress';
import MuiDialog from '@mui/material/Dialog';
import { styled } from '@mui/material/styles';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Avatar } from '../../ui/person/avatar.tsx';
import { Truncated } from '../../ui/text/truncated.tsx';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { usePaletteEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entries.ts';

const Box = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  '& .palette-input': {
    display: 'flex',
    alignItems: 'center',
    gap: 10,
    height: 48,
    flexShrink: 0,
    padding: '0 16px',
    borderBottom: `1px solid ${theme.vars.palette.surface.line}`,
    '& svg': { width: 16, height: 16, flexShrink: 0, color: theme.vars.palette.text.secondary },
    '& input': { flex: 1, minWidth: 0, border: 0, outline: 'none', background: 'none', color: 'inherit', fontSize: typeSizes.large },
    '& input::placeholder': { color: theme.vars.palette.text.disabled, opacity: 1 },
  },
  '& .palette-list': { overflow: 'auto', padding: 8, maxHeight: 'min(400px, 55vh)' },
  '& .palette-group': { padding: '6px 8px 4px', fontSize: typeSizes.small, fontWeight: 500, color: theme.vars.palette.text.secondary },
  '& .palette-entry': {
    display: 'flex',
    alignItems: 'center',
    gap: 10,
    minHeight: 34,
    padding: '2px 8px',
    borderRadius: 6,
    cursor: 'pointer',
    scrollMargin: 8,
    '& > svg': { width: 16, height: 16, flexShrink: 0, margin: '0 3px', color: theme.vars.palette.text.secondary },
    '&[aria-selected="true"]': { backgroundColor: theme.vars.palette.surface.selected },
    '& .palette-detail': { color: theme.vars.palette.text.secondary, fontSize: typeSizes.small },
  },
  '& .palette-none': { padding: '16px 8px', color: theme.vars.palette.text.secondary, textAlign: 'center' },
}));

interface PaletteProps {
  open: boolean;
  onClose: () => void;
  onShortcuts: () => void;
}

function Entry({ entry, id, selected, onChoose, onPoint }: { entry: PaletteEntry; id: string; selected: boolean; onChoose: () => void; onPoint: () => void }) {
  const item = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) item.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div ref={item} id={id} role="option" aria-selected={selected} className="palette-entry" onClick={onChoose} onPointerMove={onPoint}>
      {entry.icon ? <entry.icon aria-hidden /> : <Avatar name={entry.label} seed={entry.id} size={22} />}
      <Truncated>{entry.label}</Truncated>
      {entry.detail !== undefined && <Truncated className="palette-detail">{entry.detail}</Truncated>}
    </div>
  );
}

function PaletteContent({ onClose, onShortcuts }: Omit<PaletteProps, 'open'>) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const { entries, searching } = usePaletteEntries(useDeferredValue(typed), onShortcuts);
  const id = useId();
  const selected = Math.min(place, entries.length - 1);
  const choose = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    if (entry.to !== undefined) void navigate(entry.to);
    entry.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setPlace((selected + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp') setPlace((selected + entries.length - 1) % Math.max(1, entries.length));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(entries[selected]);
    else return;
    event.preventDefault();
  };
  return (
    <Box>
      <div className="palette-input">
        {searching ? <CircularProgress size={16} aria-hidden /> : <Search aria-hidden />}
        <input
          autoFocus
          value={typed}
          onChange={(event) => { setTyped(event.target.value); setPlace(0); }}
          onKeyDown={onKeyDown}
          placeholder={t('palette.placeholder')}
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[selected] ? `${id}-${String(selected)}` : undefined}
          aria-label={t('palette.placeholder')}
          spellCheck={false}
        />
      </div>
      <div className="palette-list" role="listbox" id={`${id}-list`} aria-label={t('palette.results')} tabIndex={-1}>
        {entries.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entries[index - 1]?.group !== entry.group && <div role="presentation" className="palette-group">{t(`palette.groups.${entry.group}`)}</div>}
            <Entry entry={entry} id={`${id}-${String(index)}`} selected={index === selected} onChoose={() => { choose(entry); }} onPoint={() => { setPlace(index); }} />
          </div>
        ))}
      </div>
      {entries.length === 0 && !searching && <div className="palette-none" role="status">{t('palette.none')}</div>}
    </Box>
  );
}

/** C9: Ctrl/Cmd+K, over screens, people and actions. */
export function Palette({ open, onClose, onShortcuts }: PaletteProps) {
  const { t } = useTranslation('shell');
  return (
    <MuiDialog open={open} onClose={onClose} maxWidth="sm" fullWidth slotProps={{ paper: { 'aria-label': t('palette.title') } }} sx={{ '& .MuiDialog-container': { alignItems: 'flex-start', pt: 'min(12vh, 96px)' } }}>
      <PaletteContent onClose={onClose} onShortcuts={onShortcuts} />
    </MuiDialog>
  );
}
