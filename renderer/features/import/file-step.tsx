import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { delimiters, fileEncodings } from '#shared/file-inspection.ts';
import type { Delimiter, FileEncoding, FileInspection, FileOverrides } from '#shared/file-inspection.ts';
import { useFormats } from '../../i18n/format.ts';
import { Section } from '../../ui/page/section.tsx';
import { legible } from '../../ui/text/legible.ts';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { delimiterNames } from './delimiter-names.ts';
import { Findings } from './findings.tsx';
import { SampleTable } from './sample-table.tsx';

const Facts = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: '12px 16px', alignItems: 'flex-start', '& .MuiTextField-root': { width: 190 } });
const Known = styled('p')(({ theme }) => ({ color: theme.vars.palette.text.secondary, marginBottom: 12, fontSize: typeSizes.body }));

interface FileStepProps {
  inspection: FileInspection;
  overrides: FileOverrides;
  onOverride: (change: FileOverrides) => void;
  onUndo: (correction: FileOverrides) => void;
}


/** How many rows and bytes, and what else is known without asking. */
function useFileFacts({ size, rowCount, rowCountIsExact, language, hasByteOrderMark }: FileInspection): string {
  const { t } = useTranslation(['imports', 'fields']);
  const formats = useFormats();
  const rows = t(rowCountIsExact ? 'imports:file.rows' : 'imports:file.rowsAbout', { count: rowCount });
  return [rows, formats.bytes(size), language === null ? t('imports:file.languageNone') : `${t('imports:file.language')} ${t(`fields:locale.${language}`)}`, hasByteOrderMark ? t('imports:file.byteOrderMark') : ''].filter((part) => part !== '').join(' · ');
}

interface DetectedProps {
  inspection: FileInspection;
  overrides: FileOverrides;
  onOverride: (change: FileOverrides) => void;
}

/** What was detected, each changeable (M1). */
function Detected({ inspection, overrides, onOverride }: DetectedProps) {
  const { t } = useTranslation(['imports', 'fileProblems']);
  const { settings } = inspection;
  const origin = (name: keyof FileOverrides): string => t(overrides[name] === undefined ? 'imports:file.detected' : 'imports:file.chosen');
  return (
    <Facts>
      {settings.format === 'csv' && (
        <>
          <TextField select label={t('imports:file.encoding')} value={settings.encoding} helperText={origin('encoding')} onChange={(event) => { onOverride({ encoding: event.target.value as FileEncoding }); }}>
            {fileEncodings.map((encoding) => <MenuItem key={encoding} value={encoding}>{t(`fileProblems:encoding.${encoding}`)}</MenuItem>)}
          </TextField>
          <TextField select label={t('imports:file.delimiter')} value={settings.delimiter} helperText={origin('delimiter')} onChange={(event) => { onOverride({ delimiter: event.target.value as Delimiter }); }}>
            {delimiters.map((delimiter) => <MenuItem key={delimiter} value={delimiter}>{t(`fileProblems:delimiter.${delimiterNames[delimiter]}`)}</MenuItem>)}
          </TextField>
        </>
      )}
      {settings.format === 'xlsx' && (
        <TextField select label={t('imports:file.sheet')} value={settings.sheet} helperText={origin('sheet')} onChange={(event) => { onOverride({ sheet: event.target.value }); }}>
          {inspection.sheets.map((sheet) => <MenuItem key={sheet.name} value={sheet.name}>{sheet.hidden ? t('imports:file.sheetHidden', { name: legible(sheet.name) }) : legible(sheet.name)}</MenuItem>)}
        </TextField>
      )}
      <TextField select label={t('imports:file.header')} value={settings.headerRow ? 'yes' : 'no'} helperText={origin('headerRow')} onChange={(event) => { onOverride({ headerRow: event.target.value === 'yes' }); }}>
        <MenuItem value="yes">{t('imports:file.headerYes')}</MenuItem>
        <MenuItem value="no">{t('imports:file.headerNo')}</MenuItem>
      </TextField>
    </Facts>
  );
}

/** First step: what was found in the file, what is odd about it, and how its first rows read (M1 to M3). */
export function FileStep({ inspection, overrides, onOverride, onUndo }: FileStepProps) {
  const { t } = useTranslation('imports');
  const facts = useFileFacts(inspection);
  return (
    <>
      <Section title={t('file.about')}>
        <Known>{facts}</Known>
        <Detected inspection={inspection} overrides={overrides} onOverride={onOverride} />
        {!inspection.examinedWholeFile && <Known style={{ marginTop: 8 }}>{t('file.notWhole')}</Known>}
      </Section>
      <Section title={t('file.findings')}>
        <Findings inspection={inspection} overrides={overrides} onCorrect={onOverride} onUndo={onUndo} />
      </Section>
      <Section title={t('file.sample')}>
        <SampleTable inspection={inspection} />
      </Section>
    </>
  );
}
