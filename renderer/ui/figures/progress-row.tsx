import IconButton from '@mui/material/IconButton';
import LinearProgress from '@mui/material/LinearProgress';
import { styled } from '@mui/material/styles';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import { Truncated } from '../text/truncated.tsx';
import { typeSizes } from '../theme/tokens.ts';

const Box = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) auto',
  columnGap: 8,
  rowGap: 4,
  alignItems: 'center',
  fontVariantNumeric: 'tabular-nums',
  '& .progress-title': { fontWeight: 500 },
  '& .progress-line': { gridColumn: '1 / -1' },
  '& .progress-detail': {
    gridColumn: '1 / -1',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '0 12px',
    fontSize: typeSizes.small,
    lineHeight: '16px',
    color: theme.vars.palette.text.secondary,
  },
}));

interface ProgressRowProps {
  title: string;
  /** What is being done now. */
  phase?: string | undefined;
  done: number;
  /** Null while it cannot be known. */
  total: number | null;
  /** ms left, estimated; null while unknown. */
  remaining?: number | null;
  onCancel?: (() => void) | undefined;
  children?: ReactNode;
}

/** Long work: what, how far, how long still, and how to stop it (C7). */
export function ProgressRow({ title, phase, done, total, remaining, onCancel, children }: ProgressRowProps) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const share = total === null || total === 0 ? undefined : Math.min(100, (done / total) * 100);
  return (
    <Box>
      <Truncated className="progress-title">{title}</Truncated>
      {onCancel ? <IconButton size="small" aria-label={t('progress.cancel', { name: title })} onClick={onCancel}><X aria-hidden /></IconButton> : <span />}
      <LinearProgress className="progress-line" aria-label={title} {...(share === undefined ? {} : { variant: 'determinate' as const, value: share })} />
      <div className="progress-detail">
        {phase !== undefined && <span>{phase}</span>}
        {total !== null && total > 0 && <span>{t('progress.counted', { done, total })}</span>}
        {typeof remaining === 'number' && <span>{t('progress.left', { time: formats.duration(remaining / 1000) })}</span>}
        {children}
      </div>
    </Box>
  );
}
