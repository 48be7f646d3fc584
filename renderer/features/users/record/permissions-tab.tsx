import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { OutputOf } from '#shared/contract/index.ts';
import { catalogue, levels, permissionGroups } from '#shared/permissions.ts';
import type { PermissionGroup } from '#shared/permissions.ts';
import type { User } from '#shared/schemas/users.ts';
import { useOnline } from '../../../api/connection-status.tsx';
import { OperationFailure } from '../../../api/operation-failure.tsx';
import { usePermission } from '../../../api/session.tsx';
import { useOperation } from '../../../api/use-operation.ts';
import { useFormats } from '../../../i18n/format.ts';
import type { Language } from '../../../i18n/languages.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import { LoadingLines } from '../../../ui/states/loading.tsx';
import { typeSizes } from '../../../ui/theme/tokens.ts';
import { RoleEditor } from './role-editor.tsx';

type Effective = OutputOf<'users.permissions'>;
type Held = Effective['resources'][number];

const Box = styled('section')(({ theme }) => ({
  marginTop: 24,
  '& > h3': { fontSize: typeSizes.large, fontWeight: 600, marginBottom: 8 },
  '& table': { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  '& th, & td': { padding: '4px 8px 4px 0', textAlign: 'start', verticalAlign: 'top', overflowWrap: 'anywhere', borderBottom: `1px solid ${theme.vars.palette.surface.line}` },
  '& thead th': { fontSize: typeSizes.small, fontWeight: 500, color: theme.vars.palette.text.secondary },
  '& tbody th[scope="rowgroup"]': { paddingTop: 14, fontSize: typeSizes.small, fontWeight: 600, color: theme.vars.palette.text.secondary },
  '& tbody th[scope="row"]': { fontWeight: 400 },
  '& .permission-from': { color: theme.vars.palette.meaning.inherited.text },
}));

function PermissionRow({ held }: { held: Held }) {
  const { t, i18n } = useTranslation(['userRecord', 'fields']);
  const formats = useFormats();
  const texts = usePeopleTexts();
  const language = i18n.language as Language;
  const entry = catalogue[held.resource];
  const level = [...levels, 'allowed' as const].find((known) => known === held.level) ?? 'none';
  const from = held.from
    .filter((source) => source.level === held.level)
    .map((source) => (source.kind === 'platformRole' ? t('userRecord:permissions.fromPlatformRole', { role: texts.platformRole(source.key) }) : texts.roleName(source.key)));
  return (
    <tr>
      <th scope="row" title={entry.description[language]}>{entry.label[language]}</th>
      <td>{t(`fields:level.${level}`)}</td>
      <td className="permission-from">{formats.list(from)}</td>
    </tr>
  );
}

/** R11: the level held on each resource, by group, and which role gives it. */
function EffectivePermissions({ effective }: { effective: Effective }) {
  const { t, i18n } = useTranslation('userRecord');
  const language = i18n.language as Language;
  const held = effective.resources.filter((resource) => resource.level !== 'none');
  const groups = (Object.keys(permissionGroups) as PermissionGroup[]).map((group) => ({ group, held: held.filter((one) => catalogue[one.resource].group === group) })).filter((entry) => entry.held.length > 0);
  return (
    <Box>
      <h3>{t('permissions.effective')}</h3>
      {groups.length === 0 ? <p>{t('permissions.nothing')}</p> : (
        <table>
          <thead>
            <tr><th scope="col">{t('permissions.resource')}</th><th scope="col">{t('permissions.level')}</th><th scope="col">{t('permissions.from')}</th></tr>
          </thead>
          {groups.map((entry) => (
            <tbody key={entry.group}>
              <tr><th scope="rowgroup" colSpan={3}>{permissionGroups[entry.group][language]}</th></tr>
              {entry.held.map((one) => <PermissionRow key={one.resource} held={one} />)}
            </tbody>
          ))}
        </table>
      )}
    </Box>
  );
}

/** What a person may do on the platform and why, and the roles that give it. */
export function PermissionsTab({ user }: { user: User }) {
  const online = useOnline();
  const mayEdit = usePermission('users:admin');
  const { data, error, refetch } = useOperation('users.permissions', { id: user.id });
  return (
    <>
      <RoleEditor key={user.version} user={user} disabled={!online || !mayEdit || user.deletedAt !== null} />
      {data ? <EffectivePermissions effective={data} /> : error ? <OperationFailure error={error} onRetry={() => void refetch()} /> : <LoadingLines lines={6} />}
    </>
  );
}
