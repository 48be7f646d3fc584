import { styled } from '@mui/material/styles';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import { meaningIcons } from '../theme/meanings.ts';
import { typeSizes } from '../theme/tokens.ts';
import type { Meaning } from '../theme/tokens.ts';

const Track = styled('div')({ display: 'flex', gap: 2, height: 20, borderRadius: 5, overflow: 'hidden' });

/** Lines at an angle of its own for each meaning: the parts differ without colour. */
const textures: Record<Meaning, string> = {
  unchanged: 'none',
  new: 'repeating-linear-gradient(90deg, transparent 0 6px, rgb(255 255 255 / 0.28) 6px 7px)',
  changed: 'repeating-linear-gradient(45deg, transparent 0 5px, rgb(255 255 255 / 0.28) 5px 7px)',
  gone: 'repeating-linear-gradient(0deg, transparent 0 3px, rgb(255 255 255 / 0.3) 3px 5px)',
  held: 'repeating-linear-gradient(135deg, transparent 0 3px, rgb(0 0 0 / 0.25) 3px 6px)',
  inherited: 'radial-gradient(rgb(255 255 255 / 0.4) 1px, transparent 1.5px) 0 0 / 6px 6px',
};

const Part = styled('div', { shouldForwardProp: (name) => name !== 'meaning' })<{ meaning: Meaning }>(({ theme, meaning }) => ({
  minWidth: 4,
  backgroundColor: theme.vars.palette.meaning[meaning].solid,
  backgroundImage: textures[meaning].split(' 0 0 / ')[0] ?? 'none',
  ...(meaning === 'inherited' && { backgroundSize: '6px 6px' }),
  '@media (forced-colors: active)': { outline: '1px solid CanvasText', forcedColorAdjust: 'none' },
}));

const Legend = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '8px 0 0',
  padding: 0,
  display: 'flex',
  flexWrap: 'wrap',
  gap: '4px 20px',
  fontVariantNumeric: 'tabular-nums',
  '& li': { display: 'flex', alignItems: 'center', gap: 6, color: theme.vars.palette.text.secondary },
  '& svg': { width: 14, height: 14, strokeWidth: 2.5 },
  '& b': { fontWeight: 600, color: theme.vars.palette.text.primary, fontSize: typeSizes.large },
}));

const LegendIcon = styled('span', { shouldForwardProp: (name) => name !== 'meaning' })<{ meaning: Meaning }>(({ theme, meaning }) => ({
  display: 'inline-grid',
  color: theme.vars.palette.meaning[meaning].text,
}));

export interface Proportion {
  meaning: Meaning;
  /** The word for this part, in lower case: `unchanged`, `new`. */
  label: string;
  count: number;
  /** Another icon than the meaning's own. */
  icon?: LucideIcon;
}

interface ProportionsBarProps {
  /** What the whole is, for screen readers: "9,412 rows". */
  caption: string;
  parts: readonly Proportion[];
}

/**
 * A whole and its parts as one bar, with words and counts beneath, told apart by texture and icon as well
 * as colour; screen readers get a table. Parts of zero are left out of the bar, not of the table.
 */
export function ProportionsBar({ caption, parts }: ProportionsBarProps) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  const drawn = parts.filter((part) => part.count > 0);
  return (
    <figure>
      <Track aria-hidden>
        {drawn.map((part) => (
          <Part key={part.label} meaning={part.meaning} style={{ flexGrow: part.count, flexBasis: 0 }} />
        ))}
      </Track>
      <Legend aria-hidden>
        {drawn.map((part) => {
          const Icon = part.icon ?? meaningIcons[part.meaning];
          return (
            <li key={part.label}>
              <LegendIcon meaning={part.meaning}><Icon /></LegendIcon>
              <b>{formats.number(part.count)}</b> {part.label}
            </li>
          );
        })}
      </Legend>
      <table className="visually-hidden">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('proportions.part')}</th>
            <th scope="col">{t('proportions.count')}</th>
            <th scope="col">{t('proportions.share')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.label}>
              <th scope="row">{part.label}</th>
              <td>{formats.number(part.count)}</td>
              <td>{formats.percent(total === 0 ? 0 : part.count / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
