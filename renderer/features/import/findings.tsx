import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Evidence, FileInspection, FileOverrides, Finding } from '#shared/file-inspection.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { Banner } from '../../ui/states/banner.tsx';
import { legible } from '../../ui/text/legible.ts';
import { fontStacks, typeSizes } from '../../ui/theme/tokens.ts';
import { delimiterNames } from './delimiter-names.ts';

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  padding: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  '& .finding-evidence': { listStyle: 'none', padding: 0, margin: '6px 0 0', fontSize: typeSizes.small, display: 'grid', gap: 2 },
  '& .finding-evidence li': { display: 'flex', gap: 8, minWidth: 0 },
  '& .finding-place': { color: theme.vars.palette.text.secondary, flexShrink: 0 },
  '& .finding-cell': { fontFamily: fontStacks.mono, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .finding-fine': { display: 'flex', alignItems: 'center', gap: 8, color: theme.vars.palette.text.secondary, '& svg': { width: 16, height: 16, color: theme.vars.palette.meaning.new.text } },
}));

const meaningOf = { error: 'gone', warning: 'held', notice: 'unchanged' } as const;
const shown = 3;

function EvidenceLine({ evidence, inspection }: { evidence: Evidence; inspection: FileInspection }) {
  const { t } = useTranslation('fileProblems');
  const { line, column, firstLine, text } = evidence;
  const header = column === null ? null : (inspection.columns[column - 1]?.header ?? String(column));
  const place = firstLine !== undefined ? t('evidenceRepeats', { line, first: firstLine }) : header === null ? t('evidenceAt', { line }) : t('evidenceCell', { line, column: legible(header) });
  return (
    <li>
      <span className="finding-place">{place}</span>
      <bdi className="finding-cell">{legible(text)}</bdi>
    </li>
  );
}

/** The button's words for a proposed correction: the first thing that it changes. */
function useCorrectionText(): (correction: FileOverrides) => string {
  const { t } = useTranslation('fileProblems');
  return (correction) => {
    if (correction.encoding !== undefined) return t('correct.encoding', { encoding: t(`encoding.${correction.encoding}`) });
    if (correction.delimiter !== undefined) return t('correct.delimiter', { delimiter: t(`delimiter.${delimiterNames[correction.delimiter]}`) });
    if (correction.repairMojibake !== undefined) return t('correct.repairMojibake');
    if (correction.realign !== undefined) return t('correct.realign');
    if (correction.headerRow !== undefined) return t(correction.headerRow ? 'correct.headerRow' : 'correct.noHeaderRow');
    if (correction.skipDuplicateRows !== undefined) return t('correct.skipDuplicateRows');
    if (correction.skipBlankRows !== undefined) return t('correct.skipBlankRows');
    if (correction.setAsideLines !== undefined) return t('correct.setAsideLines');
    if (correction.sheet !== undefined) return t('correct.sheet', { sheet: legible(correction.sheet) });
    return t('correct.mapping');
  };
}

interface FindingsProps {
  inspection: FileInspection;
  overrides: FileOverrides;
  onCorrect: (correction: FileOverrides) => void;
  onUndo: (correction: FileOverrides) => void;
}

function FindingItem({ finding, inspection, onCorrect }: { finding: Finding; inspection: FileInspection; onCorrect: FindingsProps['onCorrect'] }) {
  const { t } = useTranslation('fileProblems');
  const formats = useFormats();
  const texts = usePeopleTexts();
  const correctionText = useCorrectionText();
  const { correction } = finding;
  const values = { count: finding.code === 'much_smaller_than_last' ? (finding.rowCount ?? finding.count) : finding.code === 'missing_columns' ? (finding.fields?.length ?? 1) : finding.count, fields: formats.list((finding.fields ?? []).map((field) => texts.fieldName(field))), last: finding.lastRowCount ?? 0 };
  const rest = finding.count - Math.min(shown, finding.evidence.length);
  return (
    <li>
      <Banner
        meaning={meaningOf[finding.severity]}
        icon={iconOf[finding.severity]}
        title={t(`finding.${finding.code}`, values)}
        actions={correction && <Button size="small" onClick={() => { onCorrect(correction); }}>{correctionText(correction)}</Button>}
      >
        {t(`advice.${finding.code}`)}
        {finding.evidence.length > 0 && (
          <ul className="finding-evidence">
            {finding.evidence.slice(0, shown).map((evidence, index) => <EvidenceLine key={`${evidence.line}-${evidence.column ?? index}`} evidence={evidence} inspection={inspection} />)}
            {rest > 0 && <li className="finding-place">{t('andMore', { count: rest })}</li>}
          </ul>
        )}
      </Banner>
    </li>
  );
}

const iconOf = { error: CircleAlert, warning: TriangleAlert, notice: Info } as const;

const corrections = ['repairMojibake', 'realign', 'skipDuplicateRows', 'skipBlankRows', 'setAsideLines'] as const satisfies readonly (keyof FileOverrides)[];

/** M3: what the doctor found, with its evidence; nothing is corrected unless the person says so, and can be taken back. */
export function Findings({ inspection, overrides, onCorrect, onUndo }: FindingsProps) {
  const { t } = useTranslation('imports');
  const accepted = corrections.filter((name) => overrides[name] !== undefined);
  const correctionText = useCorrectionText();
  return (
    <List>
      {inspection.findings.map((finding) => <FindingItem key={finding.code} finding={finding} inspection={inspection} onCorrect={onCorrect} />)}
      {accepted.map((name) => (
        <li key={name}>
          <Banner meaning="new" title={t('file.corrected')} actions={<Button size="small" variant="text" onClick={() => { onUndo({ [name]: overrides[name] }); }}>{t('file.undoCorrection')}</Button>}>
            {correctionText({ [name]: overrides[name] })}
          </Banner>
        </li>
      ))}
      {inspection.findings.length === 0 && accepted.length === 0 && <li className="finding-fine"><CircleCheck aria-hidden /> {t('file.noFindings')}</li>}
    </List>
  );
}
