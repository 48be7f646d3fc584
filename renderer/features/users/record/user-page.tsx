import { styled } from '@mui/material/styles';
import { useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/schemas/users.ts';
import { OperationFailure } from '../../../api/operation-failure.tsx';
import { useOperation } from '../../../api/use-operation.ts';
import { RecordTabs } from '../../../ui/drawer/record-drawer.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { LoadingLines } from '../../../ui/states/loading.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { textInUrl, useUrlState } from '../../../ui/url-state.ts';
import { UserActionBar } from './user-action-bar.tsx';
import { UserSubtitle, useUserTabs } from './user-record.tsx';

const view = { tab: textInUrl('profile') };
const Wide = styled('div')({ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, margin: '0 -24px', '& [role="tabpanel"] > *': { maxWidth: 880 } });

function LoadedPage({ user }: { user: User }) {
  const [{ tab }, setView] = useUrlState(view);
  const tabs = useUserTabs(user);
  return (
    <Page title={legible(user.displayName)} lead={<UserSubtitle user={user} />} actions={<UserActionBar user={user} />} filled>
      <h2 className="visually-hidden">{tabs.find((other) => other.id === tab)?.label}</h2>
      <Wide><RecordTabs tabs={tabs} tab={tab} onTabChange={(next) => { setView({ tab: next }); }} /></Wide>
    </Page>
  );
}

/** A person's record as a page of its own. */
export function UserPage() {
  const { t } = useTranslation('userRecord');
  const { id = '' } = useParams();
  const { data, error, refetch } = useOperation('users.get', { id });
  if (data) return <LoadedPage key={data.id} user={data} />;
  return <Page title={t('tabs.profile')}>{error ? <OperationFailure error={error} onRetry={() => void refetch()} /> : <LoadingLines lines={8} />}</Page>;
}
