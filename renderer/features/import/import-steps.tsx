import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { ArrowLeft, ArrowRight, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FileInspection, FileOverrides } from '#shared/file-inspection.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { FileFailure } from '../../api/file-failure.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { LoadingLines } from '../../ui/states/loading.tsx';
import { legible } from '../../ui/text/legible.ts';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import { importSteps, knowsWho, optionsOf, overridesOf, withoutCorrection } from './import-view.ts';
import type { ChangeView, ImportStep, ImportView } from './import-view.ts';
import { ModeStep } from './mode-step.tsx';
import { useInspection } from './use-inspection.ts';

const Trail = styled('ol')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 4,
  padding: 0,
  margin: '0 0 24px',
  listStyle: 'none',
  '& button': { gap: 8, color: theme.vars.palette.text.secondary },
  '& button[aria-current]': { backgroundColor: theme.vars.palette.accent.soft, color: theme.vars.palette.accent.text },
  '& .step-number': { fontVariantNumeric: 'tabular-nums', minWidth: 12 },
}));

const Foot = styled('div')(({ theme }) => ({
  position: 'sticky',
  bottom: 0,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  margin: 'auto -24px -24px',
  padding: '12px 24px',
  borderTop: `1px solid ${theme.vars.palette.surface.line}`,
  backgroundColor: theme.vars.palette.surface.content,
  zIndex: 2,
  '& .foot-note': { marginLeft: 'auto', color: theme.vars.palette.text.secondary },
}));

interface ImportStepsProps {
  file: string;
  view: ImportView;
  onChange: ChangeView;
  onOverride: (change: FileOverrides) => void;
}

function StepTrail({ step, onStep }: { step: ImportStep; onStep: (step: ImportStep) => void }) {
  const { t } = useTranslation('imports');
  const present = importSteps.indexOf(step);
  return (
    <nav aria-label={t('steps.label')}>
      <Trail>
        {importSteps.map((name, index) => (
          <li key={name}>
            <Button variant="text" size="small" aria-current={name === step ? 'step' : undefined} onClick={() => { onStep(name); }}>
              {index < present ? <Check size={14} aria-hidden /> : <span className="step-number">{index + 1}</span>}
              {t(`steps.${name}`)}
            </Button>
          </li>
        ))}
      </Trail>
    </nav>
  );
}

/** The buttons under every step: back, on, and at the end the plan. */
function StepFoot({ inspection, file, view, onChange }: { inspection: FileInspection } & Pick<ImportStepsProps, 'file' | 'view' | 'onChange'>) {
  const { t } = useTranslation('imports');
  const online = useOnline();
  const start = useNativeCall('imports.start', { onSuccess: ({ taskId }) => { onChange({ task: taskId }, { push: true }); } });
  const options = optionsOf(view);
  const ready = online && options !== null && knowsWho(inspection.settings.mapping, view.mode);
  const place = importSteps.indexOf(view.step);
  const go = (by: 1 | -1) => {
    const step = importSteps[place + by];
    if (step) onChange({ step }, { push: true });
  };
  return (
    <>
      {start.error && <OperationProblem error={start.error} />}
      <Foot>
        {place > 0 && <Button startIcon={<ArrowLeft aria-hidden />} onClick={() => { go(-1); }}>{t('back')}</Button>}
        {view.step !== 'mode' && <Button variant="contained" color="primary" endIcon={<ArrowRight aria-hidden />} onClick={() => { go(1); }}>{t('next')}</Button>}
        {view.step === 'mode' && (
          <Button variant="contained" color="primary" disabled={!ready} loading={start.isPending} onClick={() => { if (options) start.mutate({ handle: file, settings: inspection.settings, mode: view.mode, options }); }}>{t('review')}</Button>
        )}
        {view.step === 'mode' && <span className="foot-note">{knowsWho(inspection.settings.mapping, view.mode) ? t('reviewWhy') : t('columns.missingEither')}</span>}
      </Foot>
    </>
  );
}

/** The three steps from a file to its plan; the person may go back and forth between them (C11). */
export function ImportSteps({ file, view, onChange, onOverride }: ImportStepsProps) {
  const { t } = useTranslation('imports');
  const { data: inspection, error } = useInspection(file, overridesOf(view));
  if (error) {
    return <FileFailure error={error} title={t('failed')} />;
  }
  if (!inspection) {
    return (
      <div role="status">
        <p style={{ marginBottom: 12 }}>{t('reading', { file: legible(view.name) })}</p>
        <LoadingLines lines={6} />
      </div>
    );
  }
  return (
    <>
      <StepTrail step={view.step} onStep={(step) => { onChange({ step }, { push: true }); }} />
      {view.step === 'file' && <FileStep inspection={inspection} overrides={view.read} onOverride={onOverride} onUndo={(correction) => { onChange({ read: withoutCorrection(view.read, correction) }); }} />}
      {view.step === 'columns' && <ColumnsStep inspection={inspection} mode={view.mode} onMapping={(mapping) => { onOverride({ mapping }); }} />}
      {view.step === 'mode' && <ModeStep view={view} onChange={onChange} />}
      <StepFoot inspection={inspection} file={file} view={view} onChange={onChange} />
    </>
  );
}
