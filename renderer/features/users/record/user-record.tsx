import { styled } from '@mui/material/styles';
import { BookUser, Trash2, UserRoundCheck, UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/schemas/users.ts';
import { useSession } from '../../../api/session.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import type { RecordTab } from '../../../ui/drawer/record-drawer.tsx';
import { StatusChip } from '../../../ui/status/status-chip.tsx';
import { Name } from '../../../ui/text/truncated.tsx';
import { LicenceChip } from '../users-columns.tsx';
import { ActivityTab } from './activity-tab.tsx';
import { PermissionsTab } from './permissions-tab.tsx';
import { ProfileTab } from './profile-tab.tsx';

const Line = styled('div')(({ theme }) => ({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px', marginTop: 2, color: theme.vars.palette.text.secondary, overflowWrap: 'anywhere' }));

function StateChip({ user }: { user: User }) {
  const { t } = useTranslation(['fields', 'userRecord']);
  const formats = useFormats();
  const texts = usePeopleTexts();
  if (user.deletedAt !== null) return <StatusChip meaning="gone" icon={Trash2} label={t('userRecord:deletedOn', { when: formats.date(user.deletedAt) })} />;
  if (user.kind === 'contact') return <StatusChip meaning="inherited" icon={BookUser} label={t('fields:kind.contact')} />;
  if (user.platformRole === 'deactivated') return <StatusChip meaning="gone" icon={UserRoundX} label={t('fields:platformRole.deactivated')} />;
  return <StatusChip meaning="changed" icon={UserRoundCheck} label={texts.platformRole(user.platformRole)} />;
}

/** Who this is to the platform: address, role or state, licence. */
export function UserSubtitle({ user }: { user: User }) {
  const { t } = useTranslation('userRecord');
  const session = useSession();
  return (
    <Line>
      <Name>{user.email}</Name>
      <StateChip user={user} />
      <LicenceChip user={user} />
      {session.user.id === user.id && <span>{t('you')}</span>}
    </Line>
  );
}

/** The tabs of a person's record; the same beside the list and on the page. */
export function useUserTabs(user: User): RecordTab[] {
  const { t } = useTranslation('userRecord');
  return [
    { id: 'profile', label: t('tabs.profile'), content: <ProfileTab key={user.id} user={user} /> },
    { id: 'permissions', label: t('tabs.permissions'), content: <PermissionsTab key={user.id} user={user} /> },
    { id: 'activity', label: t('tabs.activity'), content: <ActivityTab key={user.id} user={user} /> },
  ];
}
