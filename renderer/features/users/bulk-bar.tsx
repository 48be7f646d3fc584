import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserFilter } from '#shared/schemas/users.ts';
import { useOnline } from '../../api/connection-status.tsx';
import type { Selection } from '../../ui/data-table/selection.ts';
import { MenuButton } from '../../ui/menu-button.tsx';
import type { BulkAction } from './bulk-change.ts';
import { bulkSelectionOf } from './bulk-change.ts';
import { BulkDialog } from './bulk-dialog.tsx';

const first: readonly { action: BulkAction; text: 'changeRole' | 'deactivate' | 'addToOrganization' }[] = [
  { action: 'setPlatformRole', text: 'changeRole' },
  { action: 'deactivate', text: 'deactivate' },
  { action: 'addToOrganization', text: 'addToOrganization' },
];
const rest = ['reactivate', 'makeUnlicensed', 'addRole', 'removeRole', 'replaceRole', 'removeFromOrganization', 'requireReset', 'delete'] as const satisfies readonly BulkAction[];

interface BulkBarProps {
  selection: Selection;
  count: number | undefined;
  /** The search and filters on screen, for "all that match". */
  filter: Partial<UserFilter>;
}

/** What can be done with the selected people; each makes a plan (M19). */
export function BulkBar({ selection, count, filter }: BulkBarProps) {
  const { t } = useTranslation('users');
  const online = useOnline();
  const [action, setAction] = useState<BulkAction | undefined>(undefined);
  return (
    <>
      {first.map((entry) => <Button key={entry.action} size="small" disabled={!online} onClick={() => { setAction(entry.action); }}>{t(`bulk.${entry.text}`)}</Button>)}
      <MenuButton
        label={t('bulk.more')}
        size="small"
        disabled={!online}
        actions={rest.map((entry) => ({ label: t(`bulk.${entry}`), destructive: entry === 'delete', run: () => { setAction(entry); } }))}
      />
      {!online && <span>{t('offline')}</span>}
      {action && <BulkDialog action={action} selection={bulkSelectionOf(selection, filter)} count={count} onClose={() => { setAction(undefined); }} />}
    </>
  );
}
