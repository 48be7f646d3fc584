import { FileQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, Link, useRouteError } from 'react-router';
import type { RouteObject } from 'react-router';
import { AboutPage } from '../features/about/about-page.tsx';
import { ConnectionsPage } from '../features/connections/connections-page.tsx';
import { ImportPage } from '../features/import/import-page.tsx';
import { OverviewPage } from '../features/overview/overview-page.tsx';
import { PlanPage } from '../features/plans/plan-page.tsx';
import { LatestPlans } from '../features/plans/history/latest-plans.tsx';
import { HistoryPage } from '../features/plans/history/history-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { UserPage } from '../features/users/record/user-page.tsx';
import { UsersPage } from '../features/users/users-page.tsx';
import { EmptyState } from '../ui/states/empty-state.tsx';
import { Page } from '../ui/page/page.tsx';
import { Defect } from './defect-boundary.tsx';
import { NeedsSession, SessionRoot } from './session-gate.tsx';

export type Router = ReturnType<typeof createBrowserRouter>;

function NotFoundPage() {
  const { t } = useTranslation('shell');
  return (
    <Page title={t('notFound.title')}>
      <EmptyState icon={FileQuestion} text={t('notFound.text')} action={<Link to="/">{t('notFound.back')}</Link>} />
    </Page>
  );
}

function RouteDefect() {
  return <Defect error={useRouteError()} onRetry={() => { window.location.reload(); }} />;
}

/** The screens by location. A location holds a screen's whole state (C11). */
export const routes: RouteObject[] = [
  {
    element: <SessionRoot />,
    errorElement: <RouteDefect />,
    children: [
      {
        element: <NeedsSession />,
        children: [
          { path: '/', element: <OverviewPage aside={<LatestPlans />} /> },
          { path: '/users', element: <UsersPage /> },
          { path: '/users/:id', element: <UserPage /> },
          { path: '/import', element: <ImportPage /> },
          { path: '/plans/:id', element: <PlanPage /> },
          { path: '/history', element: <HistoryPage /> },
        ],
      },
      { path: '/settings', element: <SettingsPage /> },
      { path: '/connections', element: <ConnectionsPage /> },
      { path: '/about', element: <AboutPage /> },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
];

/** The router of a window; it begins at `startLocation` (path and query), or where the window is already when undefined. */
export function createRouter(startLocation: string | undefined): Router {
  if (startLocation !== undefined) window.history.replaceState(null, '', startLocation);
  return createBrowserRouter(routes);
}
