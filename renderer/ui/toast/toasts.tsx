import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { X } from 'lucide-react';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { meaningIcons } from '../theme/meanings.ts';
import type { Meaning } from '../theme/tokens.ts';
import { legible } from '../text/legible.ts';

export interface Toast {
  /** One sentence: what happened, to what. */
  text: string;
  meaning?: Meaning;
  /** What can be done about it, such as undo. */
  action?: { label: string; run: () => void };
}

interface Shown extends Toast {
  id: number;
}

export interface Toasts {
  show: (toast: Toast) => void;
}

const ToastContext = createContext<Toasts | undefined>(undefined);

/** ms; long enough to reach the action with the keyboard. */
const plainTime = 5_000;
const actionTime = 12_000;
const most = 3;

const Region = styled('section')({
  position: 'fixed',
  right: 16,
  bottom: 56,
  zIndex: 1400,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  width: 'min(400px, calc(100vw - 32px))',
  pointerEvents: 'none',
});

const Card = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '6px 6px 6px 12px',
  borderRadius: 8,
  backgroundColor: theme.vars.palette.surface.raised,
  boxShadow: theme.vars.palette.floating,
  pointerEvents: 'auto',
  animation: 'qd-appear 160ms both',
  '& > svg': { width: 16, height: 16, flexShrink: 0 },
  '& p': { flex: 1, minWidth: 0, overflowWrap: 'anywhere', padding: '4px 0' },
}));

function ToastCard({ toast, onDone }: { toast: Shown; onDone: () => void }) {
  const { t } = useTranslation('ui');
  const [held, setHeld] = useState(false);
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => { done.current(); }, toast.action ? actionTime : plainTime);
    return () => { clearTimeout(timer); };
  }, [held, toast.action]);
  const Icon = toast.meaning && meaningIcons[toast.meaning];
  return (
    <Card
      onPointerEnter={() => { setHeld(true); }}
      onPointerLeave={() => { setHeld(false); }}
      onFocus={() => { setHeld(true); }}
      onBlur={() => { setHeld(false); }}
    >
      {Icon && <Icon aria-hidden />}
      <p>{legible(toast.text)}</p>
      {toast.action && (
        <Button
          size="small"
          variant="text"
          color="primary"
          onClick={() => {
            toast.action?.run();
            onDone();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton size="small" aria-label={t('toast.dismiss')} onClick={onDone}><X aria-hidden /></IconButton>
    </Card>
  );
}

/** Shows short news at the lower right; at most three at a time, held while pointed at or focused. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('ui');
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const nextId = useRef(0);
  const show = useCallback((toast: Toast) => {
    nextId.current += 1;
    const id = nextId.current;
    setShown((before) => [...before, { ...toast, id }].slice(-most));
  }, []);
  const toasts = useMemo(() => ({ show }), [show]);
  return (
    <ToastContext value={toasts}>
      {children}
      <Region aria-label={t('toast.region')} aria-live="polite">
        {shown.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onDone={() => { setShown((before) => before.filter((other) => other.id !== toast.id)); }} />
        ))}
      </Region>
    </ToastContext>
  );
}

/** `toasts.show({ text, action: { label: t('undo'), run } })`. */
export function useToasts(): Toasts {
  const toasts = use(ToastContext);
  if (!toasts) throw new Error('useToasts needs a ToastProvider above it');
  return toasts;
}
