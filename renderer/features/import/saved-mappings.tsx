import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldKey } from '#shared/people-file.ts';
import type { FileInspection } from '#shared/file-inspection.ts';
import { usePreferences } from '../../api/native-state.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { legible } from '../../ui/text/legible.ts';
import { useToasts } from '../../ui/toast/toasts.tsx';
import { fitMapping } from './import-view.ts';

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8 });

interface SavedMappingsProps {
  inspection: FileInspection;
  onMapping: (mapping: (FieldKey | null)[]) => void;
}

/** M2: a mapping saved by name on this computer, used for the next file of the same kind. */
export function SavedMappings({ inspection, onMapping }: SavedMappingsProps) {
  const { t } = useTranslation('imports');
  const [{ mappings }, setPreferences] = usePreferences();
  const toasts = useToasts();
  const [name, setName] = useState<string | null>(null);
  const names = Object.keys(mappings).toSorted((one, other) => one.localeCompare(other));
  const apply = (chosen: string) => {
    const saved = mappings[chosen];
    if (!saved) return;
    const { mapping, fitting } = fitMapping(saved, inspection.columns);
    if (fitting < inspection.columns.length) toasts.show({ meaning: 'held', text: t('columns.noFit', { count: fitting }) });
    onMapping(mapping);
  };
  const save = () => {
    const chosen = (name ?? '').trim();
    if (chosen === '') return;
    setPreferences({ mappings: { ...mappings, [chosen]: { headers: inspection.columns.map((column) => column.header ?? ''), columns: [...inspection.settings.mapping] } } });
    toasts.show({ meaning: 'new', text: t('columns.savedAs', { name: legible(chosen) }) });
    setName(null);
  };
  const remove = (chosen: string) => { setPreferences({ mappings: Object.fromEntries(Object.entries(mappings).filter(([other]) => other !== chosen)) }); };
  return (
    <Bar>
      {names.length > 0 && (
        <MenuButton
          label={t('columns.saved')}
          startIcon={<Bookmark aria-hidden />}
          actions={[
            ...names.map((one) => ({ label: t('columns.use', { name: legible(one) }), run: () => { apply(one); } })),
            ...names.map((one) => ({ label: t('columns.remove', { name: legible(one) }), icon: Trash2, run: () => { remove(one); } })),
          ]}
        />
      )}
      <Button variant="text" onClick={() => { setName(inspection.fileName.replace(/\.[^.]+$/, '')); }}>{t('columns.saveAs')}</Button>
      <Dialog
        open={name !== null}
        onClose={() => { setName(null); }}
        title={t('columns.saveAs')}
        actions={
          <>
            <Button onClick={() => { setName(null); }}>{t('columns.cancel')}</Button>
            <Button variant="contained" color="primary" disabled={(name ?? '').trim() === ''} onClick={save}>{t('columns.saveAction')}</Button>
          </>
        }
      >
        <TextField autoFocus label={t('columns.saveName')} value={name ?? ''} onChange={(event) => { setName(event.target.value); }} onKeyDown={(event) => { if (event.key === 'Enter') save(); }} slotProps={{ htmlInput: { maxLength: 100 } }} />
      </Dialog>
    </Bar>
  );
}
