import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { InputOf } from '#shared/contract/index.ts';
import { platformRoles, builtInRoles } from '#shared/roles.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { useMutationOf } from '../../api/use-operation.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { RadioChoices } from '../../ui/forms/fields.tsx';
import { bulkChangeOf, noChoices } from './bulk-change.ts';
import type { BulkAction, BulkChoices, OrganizationRole } from './bulk-change.ts';
import { useOrganizationChoices } from './value-filters.tsx';

const Stack = styled('div')(({ theme }) => ({ display: 'flex', flexDirection: 'column', gap: 12, '& .bulk-why': { color: theme.vars.palette.text.secondary } }));
const organizationRoles: readonly OrganizationRole[] = ['admin', 'manager', 'user'];

interface ChoicesProps {
  choices: BulkChoices;
  onChange: (change: Partial<BulkChoices>) => void;
}

function PlatformRoleChoice({ choices, onChange }: ChoicesProps) {
  const { t } = useTranslation(['users', 'fields']);
  return (
    <RadioChoices
      label={t('users:bulk.role')}
      value={choices.platformRole ?? ''}
      onChange={(value) => { onChange({ platformRole: platformRoles.find((role) => role === value) }); }}
      choices={platformRoles.map((value) => ({ value, label: t(`fields:platformRole.${value}`), help: t(`fields:platformRoleMeans.${value}`) }))}
    />
  );
}

function RoleChoice({ label, value, onChange }: { label: string; value: string | undefined; onChange: (role: string) => void }) {
  const texts = usePeopleTexts();
  return (
    <TextField select label={label} value={value ?? ''} onChange={(event) => { onChange(event.target.value); }}>
      {builtInRoles.filter((role) => role.key !== 'contact').map((role) => <MenuItem key={role.key} value={role.key}>{texts.roleName(role.key)}</MenuItem>)}
    </TextField>
  );
}

function OrganizationChoice({ choices, onChange, withRole }: ChoicesProps & { withRole: boolean }) {
  const { t } = useTranslation(['users', 'fields']);
  const [find, setFind] = useState('');
  const found = useOrganizationChoices(find);
  return (
    <>
      <Autocomplete
        size="small"
        options={[...found]}
        filterOptions={(options) => options}
        getOptionLabel={(option) => option.label}
        isOptionEqualToValue={(one, other) => one.value === other.value}
        onInputChange={(_event, text, reason) => { setFind(reason === 'input' ? text : ''); }}
        onChange={(_event, option) => { onChange({ organizationId: option?.value }); }}
        renderInput={(parameters) => <TextField {...parameters} autoFocus label={t('users:bulk.organization')} />}
      />
      {withRole && (
        <TextField select label={t('users:bulk.organizationRole')} value={choices.organizationRole} onChange={(event) => { onChange({ organizationRole: organizationRoles.find((role) => role === event.target.value) ?? 'manager' }); }}>
          {organizationRoles.map((role) => <MenuItem key={role} value={role}>{t(`fields:organizationRole.${role}`)}</MenuItem>)}
        </TextField>
      )}
    </>
  );
}

/** What else the action needs to know. */
function ActionChoices({ action, choices, onChange }: ChoicesProps & { action: BulkAction }) {
  const { t } = useTranslation('users');
  switch (action) {
    case 'setPlatformRole':
      return <PlatformRoleChoice choices={choices} onChange={onChange} />;
    case 'addRole':
    case 'removeRole':
      return <RoleChoice label={t('bulk.role')} value={choices.role} onChange={(role) => { onChange({ role }); }} />;
    case 'replaceRole':
      return (
        <>
          <RoleChoice label={t('bulk.role')} value={choices.role} onChange={(role) => { onChange({ role }); }} />
          <RoleChoice label={t('bulk.replacement')} value={choices.replacement} onChange={(replacement) => { onChange({ replacement }); }} />
        </>
      );
    case 'addToOrganization':
    case 'removeFromOrganization':
      return <OrganizationChoice choices={choices} onChange={onChange} withRole={action === 'addToOrganization'} />;
    default:
      return null;
  }
}

interface BulkDialogProps {
  action: BulkAction;
  selection: InputOf<'plans.bulk'>['selection'] | undefined;
  /** Undefined while the number of matching people is not known. */
  count: number | undefined;
  onClose: () => void;
}

/** M19: asks what the action needs and makes its plan; nothing changes before that is reviewed. */
export function BulkDialog({ action, selection, count, onClose }: BulkDialogProps) {
  const { t } = useTranslation('users');
  const navigate = useNavigate();
  const [choices, setChoices] = useState(noChoices);
  const make = useMutationOf('plans.bulk', { invalidates: ['plans.list'], onSuccess: (plan) => void navigate(`/plans/${plan.id}`) });
  const change = bulkChangeOf(action, choices);
  const name = t(`bulk.title.${action}`);
  const title = count === undefined ? t('bulk.planTitlePlain', { action: name }) : t('bulk.planTitle', { action: name, count });
  const start = () => {
    if (change && selection) make.mutate({ title, change, selection });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      busy={make.isPending}
      title={name}
      actions={
        <>
          <Button onClick={onClose} disabled={make.isPending}>{t('bulk.cancel')}</Button>
          <Button variant="contained" color="primary" disabled={!change || !selection} loading={make.isPending} onClick={start}>{t('bulk.review')}</Button>
        </>
      }
    >
      <Stack>
        <p><b>{count === undefined ? t('bulk.peopleUnknown') : t('bulk.people', { count })}</b> {t(`bulk.means.${action}`)}</p>
        <ActionChoices action={action} choices={choices} onChange={(more) => { setChoices((before) => ({ ...before, ...more })); }} />
        <p className="bulk-why">{selection ? t('bulk.reviewWhy') : t('bulk.tooMany')}</p>
        {make.error && <OperationProblem error={make.error} />}
      </Stack>
    </Dialog>
  );
}
