import Tooltip from '@mui/material/Tooltip';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermission } from '../../api/session.tsx';
import { useOperation } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';

const Counter = styled(Link, { shouldForwardProp: (name) => name !== 'full' })<{ full: boolean }>(({ theme, full }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  height: 30,
  padding: '0 8px',
  borderRadius: 6,
  color: full ? theme.vars.palette.meaning.held.text : theme.vars.palette.text.secondary,
  fontWeight: 500,
  textDecoration: 'none',
  whiteSpace: 'nowrap',
  fontVariantNumeric: 'tabular-nums',
  '&:hover': { backgroundColor: theme.vars.palette.surface.line, color: theme.vars.palette.text.primary },
  '& circle': { fill: 'none', strokeWidth: 3 },
  '& .ring-whole': { stroke: theme.vars.palette.surface.edge },
  '& .ring-part': { stroke: full ? theme.vars.palette.meaning.held.solid : theme.vars.palette.accent.text },
}));

const circumference = 2 * Math.PI * 6;

/** A ring filled to the share that is used. */
function Ring({ share }: { share: number }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden>
      <circle className="ring-whole" cx="8" cy="8" r="6" />
      <circle className="ring-part" cx="8" cy="8" r="6" strokeDasharray={`${String(share * circumference)} ${String(circumference)}`} transform="rotate(-90 8 8)" />
    </svg>
  );
}

function Counted() {
  const { t } = useTranslation('shell');
  const formats = useFormats();
  const { data } = useOperation('licences.get', {});
  if (!data) return null;
  const taken = data.used + data.reserved;
  const { capacity } = data;
  const text = capacity === null ? formats.number(taken) : `${formats.number(taken)} / ${formats.number(capacity)}`;
  const sentence = capacity === null ? t('licences.unlimited', { count: taken }) : t('licences.counted', { count: taken, capacity });
  return (
    <Tooltip title={sentence} describeChild>
      <Counter to="/" full={capacity !== null && taken >= capacity}>
        {capacity !== null && <Ring share={capacity === 0 ? 1 : Math.min(1, taken / capacity)} />}
        {text}
        <span className="visually-hidden">{t('licences.short')}</span>
      </Counter>
    </Tooltip>
  );
}

/** L5: licences in use of those there are, always in sight. */
export function LicenceCounter() {
  return usePermission('licences:reader') ? <Counted /> : null;
}
