import Button from '@mui/material/Button';
import InputBase from '@mui/material/InputBase';
import ListItemText from '@mui/material/ListItemText';
import MenuItem from '@mui/material/MenuItem';
import MenuList from '@mui/material/MenuList';
import Popover from '@mui/material/Popover';
import { styled } from '@mui/material/styles';
import { ChevronDown, Search } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { legible } from '../text/legible.ts';
import { typeSizes } from '../theme/tokens.ts';

export interface FilterOption {
  value: string;
  label: string;
  /** How many rows have it, already written out. */
  count?: string;
}

/** The button of a filter; tinted while the filter is in use. */
export const FilterTrigger = styled(Button, { shouldForwardProp: (name) => name !== 'inUse' })<{ inUse: boolean }>(({ theme, inUse }) => ({
  maxWidth: 260,
  '& .filter-text': { overflow: 'hidden', textOverflow: 'ellipsis' },
  ...(inUse && {
    backgroundColor: theme.vars.palette.accent.soft,
    borderColor: theme.vars.palette.accent.soft,
    color: theme.vars.palette.accent.text,
    '&:hover': { backgroundColor: theme.vars.palette.accent.soft, borderColor: theme.vars.palette.accent.text },
  }),
}));

const Panel = styled('div')(({ theme }) => ({
  width: 260,
  maxHeight: 'min(420px, 60vh)',
  display: 'flex',
  flexDirection: 'column',
  '& .filter-find': {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    padding: '4px 12px',
    borderBottom: `1px solid ${theme.vars.palette.surface.line}`,
    '& svg': { width: 14, height: 14, color: theme.vars.palette.text.secondary },
  },
  '& ul': { overflow: 'auto' },
  '& .filter-count': { fontSize: typeSizes.small, color: theme.vars.palette.text.secondary, fontVariantNumeric: 'tabular-nums' },
  '& .filter-foot': { padding: 8, borderTop: `1px solid ${theme.vars.palette.surface.line}` },
  '& .filter-none': { padding: '8px 12px', color: theme.vars.palette.text.secondary },
}));

interface FilterMenuProps {
  /** The filter's name: "Role". */
  label: string;
  options: readonly FilterOption[];
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
  /** One value at most. */
  single?: boolean;
  /** Asks elsewhere for the values that match; without it, the options at hand are searched when there are many. */
  onFind?: (text: string) => void;
  /** A further setting under the values, such as a number of days. */
  footer?: ReactNode;
}

interface OptionsProps {
  label: string;
  options: readonly FilterOption[];
  value: readonly string[];
  single: boolean;
  autoFocus: boolean;
  onChoose: (option: FilterOption) => void;
}

function Options({ label, options, value, single, autoFocus, onChoose }: OptionsProps) {
  const { t } = useTranslation('ui');
  if (options.length === 0) return <div className="filter-none">{t('filter.noMatch')}</div>;
  return (
    <MenuList autoFocusItem={autoFocus} aria-label={label} sx={{ p: 1 }}>
      {options.map((option) => {
        const selected = value.includes(option.value);
        return (
          <MenuItem key={option.value} role={single ? 'menuitemradio' : 'menuitemcheckbox'} aria-checked={selected} onClick={() => { onChoose(option); }} selected={single && selected}>
            {!single && <span className="tick" data-ticked={selected} aria-hidden />}
            <ListItemText primary={legible(option.label)} slotProps={{ primary: { noWrap: true } }} />
            {option.count !== undefined && <span className="filter-count">{option.count}</span>}
          </MenuItem>
        );
      })}
    </MenuList>
  );
}

const findFrom = 9;

/** A filter of a list: shows its name, and what is chosen. */
export function FilterMenu({ label, options, value, onChange, single = false, onFind, footer }: FilterMenuProps) {
  const { t } = useTranslation('ui');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [find, setFind] = useState('');
  const chosen = options.filter((option) => value.includes(option.value));
  const only = chosen.length === 1 && value.length === 1 ? chosen[0] : undefined;
  const name = only ? `${label}: ${legible(only.label)}` : value.length > 0 ? t('filter.chosen', { name: label, count: value.length }) : label;
  const searchable = onFind !== undefined || options.length >= findFrom;
  const wanted = find.toLocaleLowerCase();
  const listed = onFind || wanted === '' ? options : options.filter((option) => option.label.toLocaleLowerCase().includes(wanted));
  const close = () => {
    setAnchor(null);
    setFind('');
    onFind?.('');
  };
  const choose = (option: FilterOption) => {
    const has = value.includes(option.value);
    if (single) {
      onChange(has ? [] : [option.value]);
      if (!footer) close();
    } else onChange(has ? value.filter((other) => other !== option.value) : [...value, option.value]);
  };
  return (
    <>
      <FilterTrigger inUse={value.length > 0} endIcon={<ChevronDown aria-hidden />} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => { setAnchor(event.currentTarget); }}>
        <span className="filter-text">{name}</span>
      </FilterTrigger>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={close} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }} transformOrigin={{ vertical: -4, horizontal: 'left' }} slotProps={{ paper: { role: 'dialog', 'aria-label': label } }}>
        <Panel>
          {searchable && (
            <div className="filter-find">
              <Search aria-hidden />
              <InputBase autoFocus fullWidth value={find} placeholder={t('filter.find')} inputProps={{ 'aria-label': t('filter.find') }} onChange={(event) => { setFind(event.target.value); onFind?.(event.target.value); }} />
            </div>
          )}
          <Options label={label} options={listed} value={value} single={single} autoFocus={!searchable} onChoose={choose} />
          {(footer ?? value.length > 0) && (
            <div className="filter-foot">
              {footer}
              {value.length > 0 && <Button size="small" variant="text" onClick={() => { onChange([]); close(); }}>{t('clear')}</Button>}
            </div>
          )}
        </Panel>
      </Popover>
    </>
  );
}

/** Search and filters in a line that wraps, with a way to clear them all. */
export function FilterBar({ children, onClear }: { children: ReactNode; onClear?: (() => void) | undefined }) {
  const { t } = useTranslation('ui');
  return (
    <Bar>
      {children}
      {onClear && <Button variant="text" onClick={onClear}>{t('filter.clearAll')}</Button>}
    </Bar>
  );
}

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 });
