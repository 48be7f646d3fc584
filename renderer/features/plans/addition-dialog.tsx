import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileInspection } from '#shared/file-inspection.ts';
import type { ChosenFile } from '#shared/ipc.ts';
import { FileFailure } from '../../api/file-failure.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { useFormats } from '../../i18n/format.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { LoadingLines } from '../../ui/states/loading.tsx';
import { legible } from '../../ui/text/legible.ts';

interface ColumnsProps {
  inspection: FileInspection;
}

function Columns({ inspection }: ColumnsProps) {
  const { t } = useTranslation('planActions');
  const formats = useFormats();
  const texts = usePeopleTexts();
  const used = inspection.columns.flatMap((column) => (column.field === null ? [] : [texts.fieldName(column.field)]));
  const unused = inspection.columns.flatMap((column) => (column.field === null ? [legible(column.header ?? String(column.index + 1))] : []));
  return (
    <>
      <p style={{ marginTop: 12, fontWeight: 500 }}>{t('addition.rows', { count: inspection.rowCount, file: legible(inspection.fileName) })}</p>
      <p>{t('addition.columns', { columns: formats.list(used) })} {unused.length > 0 && t('addition.unused', { columns: formats.list(unused) })}</p>
    </>
  );
}

interface AdditionDialogProps {
  planId: string;
  file: ChosenFile;
  onClose: () => void;
}

function AdditionDialog({ planId, file, onClose }: AdditionDialogProps) {
  const { t } = useTranslation('planActions');
  const inspect = useNativeCall('files.inspect');
  const add = useNativeCall('imports.add', { onSuccess: onClose });
  const { mutate } = inspect;
  useEffect(() => { mutate({ handle: file.handle, overrides: {}, lastRowCount: null }); }, [mutate, file.handle]);
  const inspection = inspect.data;
  return (
    <Dialog
      open
      onClose={onClose}
      busy={add.isPending}
      title={t('addition.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('addition.cancel')}</Button>
          <Button
            variant="contained"
            color="primary"
            disabled={!inspection}
            loading={add.isPending}
            onClick={() => { if (inspection) add.mutate({ planId, handle: file.handle, settings: inspection.settings }); }}
          >
            {t('addition.action', { count: inspection?.rowCount ?? 0 })}
          </Button>
        </>
      }
    >
      <p>{t('addition.lead')}</p>
      {inspect.isPending && <><p style={{ margin: '12px 0' }}>{t('addition.read', { file: legible(file.name) })}</p><LoadingLines lines={2} /></>}
      {inspect.error && <FileFailure error={inspect.error} title={t('addition.failed')} />}
      {inspection && <Columns inspection={inspection} />}
      {add.error && <OperationProblem error={add.error} />}
    </Dialog>
  );
}

/** M12: brings corrected rows back into the plan. */
export function BringCorrectedRows({ planId, label, disabled }: { planId: string; label: string; disabled: boolean }) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const choose = useNativeCall('files.choose', { onSuccess: setFile });
  return (
    <>
      <Button size="small" disabled={disabled} onClick={() => { choose.mutate({ purpose: 'addition' }); }}>{label}</Button>
      {file && <AdditionDialog planId={planId} file={file} onClose={() => { setFile(null); }} />}
    </>
  );
}
