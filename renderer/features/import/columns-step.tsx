import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { peopleFields } from '#shared/people-file.ts';
import type { FieldKey } from '#shared/people-file.ts';
import type { FileInspection } from '#shared/file-inspection.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { Section } from '../../ui/page/section.tsx';
import { Banner } from '../../ui/states/banner.tsx';
import { legible } from '../../ui/text/legible.ts';
import { radii, typeSizes } from '../../ui/theme/tokens.ts';
import { knowsWho, withField } from './import-view.ts';
import type { ImportMode } from './import-view.ts';
import { SavedMappings } from './saved-mappings.tsx';

const Frame = styled('div')(({ theme }) => ({
  border: `1px solid ${theme.vars.palette.surface.edge}`,
  borderRadius: radii.card,
  overflow: 'auto',
  margin: '12px 0',
  '& table': { width: '100%', borderCollapse: 'separate', borderSpacing: 0, tableLayout: 'fixed', minWidth: 560 },
  '& th, & td': { textAlign: 'left', padding: '4px 12px', borderBottom: `1px solid ${theme.vars.palette.surface.line}`, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& thead th': { backgroundColor: theme.vars.palette.surface.sunken, fontWeight: 500, padding: '8px 12px' },
  '& tbody th': { fontWeight: 500 },
  '& tbody tr:last-of-type > *': { borderBottom: 0 },
  '& .mapping-example': { color: theme.vars.palette.text.secondary, fontSize: typeSizes.small },
  '& .MuiTextField-root': { width: '100%', maxWidth: 280 },
}));

const Note = styled('p')(({ theme }) => ({ color: theme.vars.palette.text.secondary, marginTop: 8 }));

interface ColumnsStepProps {
  inspection: FileInspection;
  mode: ImportMode;
  onMapping: (mapping: (FieldKey | null)[]) => void;
}

/** The first cells of a column that hold something. */
function exampleOf(inspection: FileInspection, index: number): string {
  return inspection.sample.map((row) => row.cells[index] ?? '').filter((cell) => cell !== '').slice(0, 3).map(legible).join(' · ');
}

function useColumnNames(inspection: FileInspection): (index: number) => string {
  const { t } = useTranslation('imports');
  return (index) => {
    const header = inspection.columns[index]?.header;
    return header === null || header === undefined || header === '' ? t('file.columnNumber', { number: index + 1 }) : legible(header);
  };
}

function FieldChoice({ inspection, index, mapping, nameOf, onMapping }: { inspection: FileInspection; index: number; mapping: readonly (FieldKey | null)[]; nameOf: (index: number) => string; onMapping: ColumnsStepProps['onMapping'] }) {
  const { t } = useTranslation('imports');
  const texts = usePeopleTexts();
  const offered = inspection.purpose === 'removal' ? (['username', 'email'] as const) : peopleFields;
  return (
    <TextField
      select
      value={mapping[index] ?? ''}
      slotProps={{ htmlInput: { 'aria-label': `${t('columns.field')}: ${nameOf(index)}` }, select: { displayEmpty: true } }}
      onChange={(event) => { onMapping(withField(mapping, index, event.target.value === '' ? null : (event.target.value as FieldKey))); }}
    >
      <MenuItem value="">{t('columns.leaveOut')}</MenuItem>
      {offered.map((field) => {
        const holder = mapping.indexOf(field);
        return <MenuItem key={field} value={field}>{holder >= 0 && holder !== index ? t('columns.taken', { field: texts.fieldName(field), column: nameOf(holder) }) : texts.fieldName(field)}</MenuItem>;
      })}
    </TextField>
  );
}

/** Second step: which column holds which field (M2); nothing is left out without being said. */
export function ColumnsStep({ inspection, mode, onMapping }: ColumnsStepProps) {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const nameOf = useColumnNames(inspection);
  const mapping = inspection.settings.mapping;
  const unused = inspection.columns.filter((column) => column.field === null);
  return (
    <Section title={t('columns.title')} lead={t('columns.lead')}>
      <SavedMappings inspection={inspection} onMapping={onMapping} />
      {!knowsWho(mapping, mode) && <Banner meaning="gone" role="alert">{t('columns.missingEither')}</Banner>}
      <Frame tabIndex={0} role="region" aria-label={t('columns.title')}>
        <table>
          <thead>
            <tr><th scope="col">{t('columns.inFile')}</th><th scope="col">{t('columns.example')}</th><th scope="col">{t('columns.field')}</th></tr>
          </thead>
          <tbody>
            {inspection.columns.map((column) => (
              <tr key={column.index}>
                <th scope="row"><bdi>{nameOf(column.index)}</bdi></th>
                <td className="mapping-example"><bdi>{exampleOf(inspection, column.index)}</bdi></td>
                <td><FieldChoice inspection={inspection} index={column.index} mapping={mapping} nameOf={nameOf} onMapping={onMapping} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <Note>{unused.length === 0 ? t('columns.allMapped') : t('columns.unmapped', { count: unused.length, names: formats.list(unused.map((column) => nameOf(column.index))) })}</Note>
      {mapping.includes('password') && <Note>{t('columns.password')}</Note>}
    </Section>
  );
}
