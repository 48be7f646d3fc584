import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { styled } from '@mui/material/styles';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalogue } from '#shared/permissions.ts';
import { builtInRoles, platformRoles } from '#shared/roles.ts';
import type { User } from '#shared/schemas/users.ts';
import { OperationProblem } from '../../../api/operation-failure.tsx';
import { useMutationOf } from '../../../api/use-operation.ts';
import { useFormats } from '../../../i18n/format.ts';
import type { Language } from '../../../i18n/languages.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import { MenuButton } from '../../../ui/menu-button.tsx';
import { Banner } from '../../../ui/states/banner.tsx';
import { roleConsequences } from './role-consequences.ts';
import type { HeldRoles, LevelChange } from './role-consequences.ts';
import { changedByUsers, useDoneToast } from './use-user-write.ts';

const Stack = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  '& .roles-held': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 6 },
  '& .roles-hint': { color: theme.vars.palette.text.secondary },
  '& .roles-save': { display: 'flex', gap: 8, justifyContent: 'flex-end' },
}));

/** R13 for one person: who they are to the platform after the change, before it is saved. */
function Consequences({ before, after }: { before: HeldRoles; after: HeldRoles }) {
  const { t, i18n } = useTranslation(['userRecord', 'fields']);
  const formats = useFormats();
  const language = i18n.language as Language;
  const { gains, loses, takesLicence, freesLicence, endsSignIn } = roleConsequences(before, after);
  const list = (changes: readonly LevelChange[]): string =>
    formats.list(changes.map(({ resource, level }) => t('userRecord:permissions.item', { resource: catalogue[resource].label[language], level: t(`fields:level.${level}`) })));
  return (
    <Banner meaning={loses.length > 0 || endsSignIn ? 'held' : 'changed'} title={t('userRecord:permissions.consequence')} role="status">
      {gains.length > 0 && <div>{t('userRecord:permissions.gains', { list: list(gains) })}</div>}
      {loses.length > 0 && <div>{t('userRecord:permissions.loses', { list: list(loses) })}</div>}
      {gains.length === 0 && loses.length === 0 && <div>{t('userRecord:permissions.noConsequence')}</div>}
      {takesLicence && <div>{t('userRecord:permissions.takesLicence')}</div>}
      {freesLicence && <div>{t('userRecord:permissions.freesLicence')}</div>}
      {endsSignIn && <div>{t('userRecord:permissions.endsSignIn')}</div>}
    </Banner>
  );
}

/** The roles held, each removable, and a menu of the others. */
function RoleChips({ roles, disabled, onChange }: { roles: readonly string[]; disabled: boolean; onChange: (roles: readonly string[]) => void }) {
  const { t } = useTranslation('userRecord');
  const texts = usePeopleTexts();
  const others = builtInRoles.filter((role) => role.key !== 'contact' && !roles.includes(role.key));
  return (
    <div className="roles-held">
      {roles.length === 0 && <span className="roles-hint">{t('permissions.noRoles')}</span>}
      {roles.map((role) => (
        <Chip
          key={role}
          label={texts.roleName(role)}
          disabled={disabled}
          deleteIcon={<X aria-label={t('permissions.removeRole', { role: texts.roleName(role) })} size={14} />}
          {...(!disabled && { onDelete: () => { onChange(roles.filter((other) => other !== role)); } })}
        />
      ))}
      {!disabled && <MenuButton size="small" label={t('permissions.addRole')} startIcon={<Plus aria-hidden />} actions={others.map((role) => ({ label: texts.roleName(role.key), run: () => { onChange([...roles, role.key].toSorted()); } }))} />}
    </div>
  );
}

const sameRoles = (one: HeldRoles, other: HeldRoles): boolean => one.platformRole === other.platformRole && [...one.roles].toSorted().join() === [...other.roles].toSorted().join();

/** Platform role and roles of a person, with what a change of them does said before it is saved. */
export function RoleEditor({ user, disabled }: { user: User; disabled: boolean }) {
  const { t } = useTranslation(['userRecord', 'fields']);
  const told = useDoneToast();
  const before: HeldRoles = { platformRole: user.platformRole, roles: user.roles };
  const [wanted, setWanted] = useState<HeldRoles | undefined>(undefined);
  const after = wanted ?? before;
  const changed = !sameRoles(before, after);
  const save = useMutationOf('users.update', {
    invalidates: changedByUsers,
    onSuccess: (result) => {
      setWanted(undefined);
      told('saved', result.user.displayName, { notices: result.notices });
    },
  });
  const submit = () => {
    save.mutate({
      id: user.id,
      version: user.version,
      ...(after.platformRole !== before.platformRole && { platformRole: after.platformRole }),
      ...(after.roles !== before.roles && { roles: [...after.roles] }),
    });
  };
  return (
    <Stack>
      <TextField
        select
        label={t('userRecord:permissions.platformRole')}
        value={after.platformRole}
        disabled={disabled || user.kind === 'contact'}
        helperText={t(`fields:platformRoleMeans.${after.platformRole}`)}
        onChange={(event) => { setWanted({ ...after, platformRole: platformRoles.find((role) => role === event.target.value) ?? after.platformRole }); }}
      >
        {platformRoles.map((role) => <MenuItem key={role} value={role}>{t(`fields:platformRole.${role}`)}</MenuItem>)}
      </TextField>
      <RoleChips roles={after.roles} disabled={disabled} onChange={(roles) => { setWanted({ ...after, roles }); }} />
      <span className="roles-hint">{t(disabled ? 'userRecord:permissions.readOnly' : 'userRecord:permissions.rolesHint')}</span>
      {changed && <Consequences before={before} after={after} />}
      {save.error && <OperationProblem error={save.error} />}
      {changed && (
        <div className="roles-save">
          <Button onClick={() => { setWanted(undefined); save.reset(); }}>{t('userRecord:permissions.discard')}</Button>
          <Button variant="contained" color="primary" loading={save.isPending} onClick={submit}>{t('userRecord:permissions.save')}</Button>
        </div>
      )}
    </Stack>
  );
}
