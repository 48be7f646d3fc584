import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import { FilterTrigger } from '../../ui/filters/filter-menu.tsx';
import type { FilterProps } from './users-view.ts';

const Panel = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, width: 220, padding: 12 });

/** Created between two days, both included; either may be left open (U13). */
export function CreatedFilter({ view, onChange }: FilterProps) {
  const { t } = useTranslation(['users', 'ui']);
  const formats = useFormats();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { createdFrom: from, createdTo: to } = view;
  const day = (text: string): string => formats.date(`${text}T12:00:00`);
  const name = t('users:filter.created');
  const range =
    from && to ? t('users:filter.createdBetween', { from: day(from), to: day(to) })
    : from ? t('users:filter.createdSince', { from: day(from) })
    : to ? t('users:filter.createdUntil', { to: day(to) })
    : undefined;
  const wrong = from !== undefined && to !== undefined && from > to;
  const set = (text: string): string | undefined => (text === '' ? undefined : text);
  return (
    <>
      <FilterTrigger inUse={range !== undefined} endIcon={<ChevronDown aria-hidden />} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => { setAnchor(event.currentTarget); }}>
        <span className="filter-text">{range === undefined ? name : `${name}: ${range}`}</span>
      </FilterTrigger>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => { setAnchor(null); }} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} transformOrigin={{ vertical: -4, horizontal: 'left' }} slotProps={{ paper: { role: 'dialog', 'aria-label': name } }}>
        <Panel>
          <TextField type="date" autoFocus label={t('users:filter.createdFrom')} value={from ?? ''} onChange={(event) => { onChange({ createdFrom: set(event.target.value) }); }} />
          <TextField type="date" label={t('users:filter.createdTo')} value={to ?? ''} error={wrong} helperText={wrong ? t('users:filter.badRange') : undefined} onChange={(event) => { onChange({ createdTo: set(event.target.value) }); }} />
          {range !== undefined && <Button size="small" variant="text" onClick={() => { setAnchor(null); onChange({ createdFrom: undefined, createdTo: undefined }); }}>{t('ui:clear')}</Button>}
        </Panel>
      </Popover>
    </>
  );
}
