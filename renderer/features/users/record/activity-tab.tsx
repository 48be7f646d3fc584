import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { History } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditEntry } from '#shared/schemas/server.ts';
import type { User } from '#shared/schemas/users.ts';
import { OperationFailure } from '../../../api/operation-failure.tsx';
import { usePermission } from '../../../api/session.tsx';
import { useOperationPages } from '../../../api/use-operation-pages.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useOrganizationNames } from '../../../api/organization-names.ts';
import { usePeopleTexts } from '../../../i18n/people-texts.ts';
import type { OrganizationNames } from '../../../i18n/people-texts.ts';
import { EmptyState } from '../../../ui/states/empty-state.tsx';
import { LoadingLines } from '../../../ui/states/loading.tsx';
import { legible } from '../../../ui/text/legible.ts';
import { RelativeTime } from '../../../ui/text/relative-time.tsx';
import { typeSizes } from '../../../ui/theme/tokens.ts';

const List = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { position: 'relative', padding: '0 0 18px 20px', borderLeft: `1px solid ${theme.vars.palette.surface.line}`, marginLeft: 4 },
  '& > li::before': { content: '""', position: 'absolute', left: -4, top: 6, width: 7, height: 7, borderRadius: '50%', backgroundColor: theme.vars.palette.surface.control },
  '& .entry-line': { display: 'flex', flexWrap: 'wrap', gap: '0 8px', '& > b': { fontWeight: 600 }, '& > span': { color: theme.vars.palette.text.secondary } },
  '& dl': { margin: '4px 0 0', display: 'grid', gridTemplateColumns: 'minmax(90px, 30%) minmax(0, 1fr)', gap: '2px 12px', fontSize: typeSizes.small },
  '& dt': { color: theme.vars.palette.text.secondary },
  '& dd': { overflowWrap: 'anywhere' },
  '& del': { color: theme.vars.palette.text.secondary, textDecorationColor: theme.vars.palette.meaning.gone.solid },
}));

const known = ['create', 'update', 'deactivate', 'reactivate', 'makeUnlicensed', 'delete', 'restore', 'resetPassword', 'setPassword'] as const;

/** So many fields are shown until more are asked for. */
const fewFields = 6;

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What tells most about a change, first. */
const first = ['displayName', 'username', 'email', 'platformRole', 'roles', 'organizations', 'jobTitle', 'company', 'department'];
const placeOf = (field: string): number => (first.includes(field) ? first.indexOf(field) : first.length);

/** The fields worth reading, the telling ones first: what stayed empty says nothing. */
const readableFields = (entry: AuditEntry): string[] =>
  entry.changedFields
    .filter((field) => !isEmpty(entry.before?.[field]) || !isEmpty(entry.after?.[field]))
    .toSorted((one, other) => placeOf(one) - placeOf(other));

/** What a field was and has become (A2). */
function Changes({ entry, names }: { entry: AuditEntry; names: OrganizationNames }) {
  const { t } = useTranslation('userRecord');
  const texts = usePeopleTexts(names);
  const [all, setAll] = useState(false);
  const fields = readableFields(entry);
  if (fields.length === 0) return null;
  const shown = all ? fields : fields.slice(0, fewFields);
  return (
    <>
      <dl>
        {shown.map((field) => (
          <div key={field} style={{ display: 'contents' }}>
            <dt>{texts.fieldName(field)}</dt>
            <dd>
              {entry.before !== null && <><del>{legible(texts.fieldValue(field, entry.before[field]))}</del> → </>}
              {legible(texts.fieldValue(field, entry.after?.[field]))}
            </dd>
          </div>
        ))}
      </dl>
      {fields.length > shown.length && <Button size="small" variant="text" onClick={() => { setAll(true); }}>{t('activity.moreFields', { count: fields.length - shown.length })}</Button>}
    </>
  );
}

function Entry({ entry, names }: { entry: AuditEntry; names: OrganizationNames }) {
  const { t } = useTranslation('userRecord');
  const name = entry.action.split('.').at(-1) ?? entry.action;
  const action = known.find((one) => one === name);
  return (
    <li>
      <div className="entry-line">
        <b>{action ? t(`activity.action.${action}`) : t('activity.action.other', { action: entry.action })}</b>
        <span>{entry.source === 'system' ? t('activity.bySystem') : t('activity.by', { who: legible(entry.actor.name) })}</span>
        {entry.source === 'import' && <span>{t('activity.viaImport')}</span>}
        <span><RelativeTime time={entry.at} /></span>
        {entry.source === 'import' && entry.sourceReference !== null && <Link to={`/plans/${entry.sourceReference}`}>{t('activity.openPlan')}</Link>}
      </div>
      <Changes entry={entry} names={names} />
    </li>
  );
}

/** What happened to a person, newest first, with what each field was before. */
export function ActivityTab({ user }: { user: User }) {
  const { t } = useTranslation('userRecord');
  const formats = useFormats();
  const mayRead = usePermission('audit_log:reader');
  const names = useOrganizationNames();
  const source = useOperationPages('users.activity', { id: user.id }, { enabled: mayRead });
  if (!mayRead) return <EmptyState icon={History} text={t('activity.notPermitted')} />;
  if (source.status === 'loading') return <LoadingLines lines={8} />;
  if (source.status === 'error') return <OperationFailure error={source.error} onRetry={source.reload} />;
  if (source.rows.length === 0) return <EmptyState icon={History} text={t('activity.empty')} />;
  return (
    <>
      <List aria-label={formats.number(source.rows.length)}>
        {source.rows.map((entry) => <Entry key={entry.sequence} entry={entry} names={names} />)}
      </List>
      {source.hasMore && <Button size="small" loading={source.loadingMore} onClick={source.loadMore}>{t('activity.more')}</Button>}
    </>
  );
}
