import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSingleKeys } from '../single-keys.tsx';
import { typeSizes } from '../theme/tokens.ts';

const Key = styled('kbd')(({ theme }) => ({
  padding: '0 5px',
  marginRight: 4,
  borderRadius: 4,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  color: theme.vars.palette.text.secondary,
  fontSize: typeSizes.small,
  lineHeight: '16px',
}));

interface SearchBoxProps {
  value: string;
  /** Told 200 ms after the last key. */
  onChange: (value: string) => void;
  /** What is searched: "name, email, id, organization". */
  placeholder: string;
}

const pause = 200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** The search of a list; `/` brings the keyboard here, Esc empties it (C9). */
export function SearchBox({ value, onChange, placeholder }: SearchBoxProps) {
  const { t } = useTranslation('ui');
  const singleKeys = useSingleKeys();
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const [text, setText] = useState(value);
  useEffect(() => {
    // Going back in the history changes the value from outside; typing does not come back this way.
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, pause);
    return () => { clearTimeout(timer); };
  }, [text, onChange]);
  useEffect(() => {
    if (!singleKeys) return undefined;
    const toSearch = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"], .MuiModal-root')) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', toSearch);
    return () => { window.removeEventListener('keydown', toSearch); };
  }, [singleKeys]);
  return (
    <TextField
      type="search"
      value={text}
      onChange={(event) => { setText(event.target.value); }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || text === '') return;
        event.stopPropagation();
        setText('');
      }}
      placeholder={placeholder}
      inputRef={input}
      sx={{ width: 'min(320px, 100%)', '& input::-webkit-search-cancel-button': { display: 'none' } }}
      slotProps={{
        htmlInput: { 'aria-label': `${t('search.label')}: ${placeholder}`, ...(singleKeys && { 'aria-keyshortcuts': '/' }), spellCheck: false },
        input: {
          startAdornment: <InputAdornment position="start"><Search aria-hidden /></InputAdornment>,
          endAdornment: (
            <InputAdornment position="end">
              {text === '' ? singleKeys && <Key aria-hidden title={t('search.hint')}>/</Key> : (
                <IconButton size="small" aria-label={t('search.clear')} onClick={() => { setText(''); input.current?.focus(); }}><X aria-hidden /></IconButton>
              )}
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
