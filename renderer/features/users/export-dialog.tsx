import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserFilter } from '#shared/schemas/users.ts';
import { usePreferences, useSettingIsLocked } from '../../api/native-state.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { fittedLayout, shownColumns } from '../../ui/data-table/column-layout.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { RadioChoices } from '../../ui/forms/fields.tsx';
import { useToasts } from '../../ui/toast/toasts.tsx';
import { useUsersColumns } from './users-columns.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: 16 });

export const usersTable = 'users';

interface ExportDialogProps {
  filter: Partial<UserFilter>;
  filtered: boolean;
  /** How many the filter finds, if known. */
  matching: number | undefined;
  sort: string;
  onClose: () => void;
}

/** M21: people as a file: those on screen or all, the columns shown or all. */
export function ExportDialog({ filter, filtered, matching, sort, onClose }: ExportDialogProps) {
  const { t } = useTranslation('users');
  const toasts = useToasts();
  const [preferences, setPreferences] = usePreferences();
  const columns = useUsersColumns();
  const [who, setWho] = useState(filtered ? 'matching' : 'everyone');
  const [which, setWhich] = useState('shown');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const safe = preferences.safeForSpreadsheets;
  const locked = useSettingIsLocked();
  const start = useNativeCall('exports.start', {
    onSuccess: (task) => {
      if (!task) return;
      toasts.show({ text: t('exportDialog.started') });
      onClose();
    },
  });
  const run = () => {
    const shown = shownColumns(fittedLayout(preferences.grids[usersTable], columns), columns).map((column) => column.id);
    start.mutate({
      what: 'users',
      filter: who === 'matching' ? filter : {},
      sort,
      columns: which === 'shown' ? shown : [],
      format,
      safeForSpreadsheets: safe,
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('exportDialog.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('exportDialog.cancel')}</Button>
          <Button variant="contained" color="primary" loading={start.isPending} onClick={run}>{t('exportDialog.action')}</Button>
        </>
      }
    >
      <Stack>
        {filtered && (
          <RadioChoices label={t('exportDialog.who')} value={who} onChange={setWho} choices={[{ value: 'matching', label: t('exportDialog.matching', { count: matching ?? 0 }) }, { value: 'everyone', label: t('exportDialog.everyone') }]} />
        )}
        <RadioChoices label={t('exportDialog.columns')} value={which} onChange={setWhich} choices={[{ value: 'shown', label: t('exportDialog.shown') }, { value: 'all', label: t('exportDialog.all') }]} />
        <RadioChoices label={t('exportDialog.format')} value={format} onChange={(value) => { setFormat(value === 'csv' ? 'csv' : 'xlsx'); }} choices={[{ value: 'xlsx', label: t('exportDialog.xlsx') }, { value: 'csv', label: t('exportDialog.csv') }]} />
        {format === 'csv' && (
          <FormControlLabel
            disabled={locked('safeForSpreadsheets')}
            control={<Checkbox checked={safe} onChange={(event) => { setPreferences({ safeForSpreadsheets: event.target.checked }); }} />}
            label={<>{t('exportDialog.safe')}<FormHelperText component="span" sx={{ display: 'block', mt: 0 }}>{t('exportDialog.safeHint')}</FormHelperText></>}
          />
        )}
        {start.error && <OperationProblem error={start.error} />}
      </Stack>
    </Dialog>
  );
}
