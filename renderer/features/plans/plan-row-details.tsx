import Button from '@mui/material/Button';
import { CircleAlert, Info, TriangleAlert, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PlanIssue, PlanRow } from '#shared/schemas/plans.ts';
import { legible } from '../../ui/text/legible.ts';
import type { IssueText } from './issue-text.ts';
import type { RowTexts } from './plan-row-text.ts';
import { Difference, IssueList } from './plan-row-styles.ts';
import { readableChanges } from './plan-summary.ts';

const severityIcons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Everything that the row changes, field by field, before and after (M11). */
function RowDifference({ row, texts }: { row: PlanRow; texts: RowTexts }) {
  const { t } = useTranslation('plans');
  const changes = readableChanges(row);
  if (changes.length === 0) return row.action === 'unchanged' ? <p>{t('noChange')}</p> : null;
  return (
    <Difference>
      <thead>
        <tr>
          <th scope="col" style={{ width: '28%' }}>{t('field')}</th>
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{texts.fieldName(change.field)}</th>
            <td className={isEmpty(change.before) ? 'is-empty' : 'is-before'}>{legible(texts.fieldValue(change.field, change.before))}</td>
            <td className={isEmpty(change.after) ? 'is-empty' : 'is-after'}>{legible(texts.fieldValue(change.field, change.after))}</td>
          </tr>
        ))}
      </tbody>
    </Difference>
  );
}

/** All that is said of the row: the errors of the file too, not only the first (M11). */
function RowIssues({ row, issueText }: { row: PlanRow; issueText: (issue: PlanIssue, place: PlanRow) => IssueText }) {
  if (row.issues.length === 0) return null;
  return (
    <IssueList>
      {row.issues.map((issue, index) => {
        const Icon = severityIcons[issue.severity];
        const text = issueText(issue, row);
        return (
          <li key={index} className={`is-${issue.severity}`}>
            <Icon aria-hidden />
            <span>
              {text.where !== '' && <b>{text.where} </b>}
              {text.what}. <span className="issue-more">{[text.more, text.advice].filter((part) => part !== '').join(' ')}</span>
            </span>
          </li>
        );
      })}
    </IssueList>
  );
}

interface RowDetailsProps {
  row: PlanRow;
  texts: RowTexts;
  issueText: (issue: PlanIssue, place: PlanRow) => IssueText;
}

/** What a row says when it is opened: its differences, its issues, and the way to the person. */
export function RowDetails({ row, texts, issueText }: RowDetailsProps) {
  const { t } = useTranslation('plans');
  return (
    <>
      <RowDifference row={row} texts={texts} />
      <RowIssues row={row} issueText={issueText} />
      {row.userId !== null && (
        <Button component={Link} to={`/users?record=${row.userId}`} size="small" startIcon={<UserRound aria-hidden />}>{t('openPerson')}</Button>
      )}
    </>
  );
}
