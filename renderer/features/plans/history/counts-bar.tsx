import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useFormats } from '../../../i18n/format.ts';
import { meaningIcons } from '../../../ui/theme/meanings.ts';
import type { Meaning } from '../../../ui/theme/tokens.ts';
import { typeSizes } from '../../../ui/theme/tokens.ts';
import { changedOf, goneOf, newOf, problemsOf } from '../plan-summary.ts';

const Line = styled('span')({ display: 'flex', alignItems: 'center', gap: 10, minWidth: 0 });
const Track = styled('span')(({ theme }) => ({
  display: 'flex',
  gap: 1,
  width: 64,
  height: 8,
  flexShrink: 0,
  borderRadius: 3,
  overflow: 'hidden',
  backgroundColor: theme.vars.palette.surface.line,
}));
const Part = styled('span', { shouldForwardProp: (name) => name !== 'meaning' })<{ meaning: Meaning }>(({ theme, meaning }) => ({
  minWidth: 3,
  backgroundColor: theme.vars.palette.meaning[meaning].solid,
}));
const Count = styled('span', { shouldForwardProp: (name) => name !== 'meaning' })<{ meaning: Meaning }>(({ theme, meaning }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 2,
  fontSize: typeSizes.small,
  fontVariantNumeric: 'tabular-nums',
  color: theme.vars.palette.meaning[meaning].text,
  '& svg': { width: 11, height: 11, strokeWidth: 2.5 },
}));

type CountedPart = 'new' | 'changed' | 'gone' | 'problems';

/** What a plan comes to, by meaning; parts of zero are left out. */
export function countedParts(counts: Plan['counts']): { name: CountedPart; meaning: Meaning; count: number }[] {
  const parts: { name: CountedPart; meaning: Meaning; count: number }[] = [
    { name: 'new', meaning: 'new', count: newOf(counts) },
    { name: 'changed', meaning: 'changed', count: changedOf(counts) },
    { name: 'gone', meaning: 'gone', count: goneOf(counts) },
    { name: 'problems', meaning: 'held', count: problemsOf(counts) },
  ];
  return parts.filter((part) => part.count > 0);
}

/** The changes of a plan in the width of a cell: a small bar, and each count with its sign and name. */
export function CountsBar({ counts }: { counts: Plan['counts'] }) {
  const { t } = useTranslation('history');
  const formats = useFormats();
  const parts = countedParts(counts);
  if (parts.length === 0) return <>{t('nothing')}</>;
  return (
    <Line>
      <Track aria-hidden>
        {parts.map((part) => <Part key={part.name} meaning={part.meaning} style={{ flexGrow: part.count, flexBasis: 0 }} />)}
      </Track>
      {parts.map((part) => {
        const Icon = meaningIcons[part.meaning];
        return (
          <Count key={part.name} meaning={part.meaning}>
            <Icon aria-hidden />
            {formats.number(part.count)}
            <span className="visually-hidden"> {t(`counted.${part.name}`)}</span>
          </Count>
        );
      })}
    </Line>
  );
}
