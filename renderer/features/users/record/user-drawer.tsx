import { useTranslation } from 'react-i18next';
import { OperationFailure } from '../../../api/operation-failure.tsx';
import { useOperation } from '../../../api/use-operation.ts';
import type { User } from '#shared/schemas/users.ts';
import { RecordDrawer } from '../../../ui/drawer/record-drawer.tsx';
import { LoadingLines } from '../../../ui/states/loading.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { UserActionBar } from './user-action-bar.tsx';
import { UserSubtitle, useUserTabs } from './user-record.tsx';

interface UserDrawerProps {
  id: string;
  tab: string;
  onTabChange: (tab: string) => void;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

function LoadedDrawer({ user, ...props }: UserDrawerProps & { user: User }) {
  const tabs = useUserTabs(user);
  return (
    <RecordDrawer
      {...props}
      title={legible(user.displayName)}
      subtitle={<UserSubtitle user={user} />}
      fullPage={`/users/${user.id}?tab=${props.tab}`}
      tabs={tabs}
      actions={<UserActionBar key={user.id} user={user} />}
    />
  );
}

/** A person's record beside the list. */
export function UserDrawer(props: UserDrawerProps) {
  const { t } = useTranslation('userRecord');
  const { data, error, refetch } = useOperation('users.get', { id: props.id });
  if (data) return <LoadedDrawer {...props} user={data} />;
  const content = error ? <OperationFailure error={error} onRetry={() => void refetch()} /> : <LoadingLines lines={8} />;
  return <RecordDrawer {...props} title={error ? t('failed') : ' '} fullPage={`/users/${props.id}`} tabs={[{ id: 'profile', label: t('tabs.profile'), content }]} />;
}
