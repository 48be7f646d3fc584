import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { FileInspection } from '#shared/file-inspection.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { legible } from '../../ui/text/legible.ts';
import { radii, typeSizes } from '../../ui/theme/tokens.ts';

const Frame = styled('div')(({ theme }) => ({
  overflow: 'auto',
  maxHeight: 360,
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  borderRadius: radii.card,
  '& table': { borderCollapse: 'separate', borderSpacing: 0, minWidth: '100%', fontVariantNumeric: 'tabular-nums' },
  '& th, & td': { textAlign: 'left', padding: '6px 12px', maxWidth: 280, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', borderBottom: `1px solid ${theme.vars.palette.surface.line}` },
  '& thead th': { position: 'sticky', top: 0, backgroundColor: theme.vars.palette.surface.sunken, fontWeight: 500, zIndex: 1 },
  '& tbody tr:last-of-type > *': { borderBottom: 0 },
  '& .sample-line': { color: theme.vars.palette.text.secondary, fontWeight: 400, textAlign: 'right', width: 1 },
  '& .sample-field': { display: 'block', fontSize: typeSizes.small, fontWeight: 400, color: theme.vars.palette.text.secondary },
  '& .sample-unused': { color: theme.vars.palette.text.secondary },
}));

/** The first rows as the file is read now; a column that is not used is quieter. */
export function SampleTable({ inspection }: { inspection: FileInspection }) {
  const { t } = useTranslation('imports');
  const texts = usePeopleTexts();
  const formats = useFormats();
  return (
    <Frame tabIndex={0} role="region" aria-label={t('file.sampleLabel')}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="sample-line">{t('file.line')}</th>
            {inspection.columns.map((column) => (
              <th key={column.index} scope="col" className={column.field === null ? 'sample-unused' : undefined}>
                <bdi>{column.header === null || column.header === '' ? t('file.columnNumber', { number: column.index + 1 }) : legible(column.header)}</bdi>
                <span className="sample-field">{column.field === null ? t('file.notUsed') : texts.fieldName(column.field)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inspection.sample.map((row) => (
            <tr key={row.line}>
              <th scope="row" className="sample-line">{formats.number(row.line)}</th>
              {inspection.columns.map((column) => (
                <td key={column.index} className={column.field === null ? 'sample-unused' : undefined}><bdi>{legible(row.cells[column.index] ?? '')}</bdi></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}
