import Button from '@mui/material/Button';
import { ChevronRight, CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PlanIssue, PlanRow } from '#shared/schemas/plans.ts';
import { StatusChip } from '../../ui/status/status-chip.tsx';
import { Truncated } from '../../ui/text/truncated.tsx';
import { legible } from '../../ui/text/legible.ts';
import type { IssueText } from './issue-text.ts';
import type { RowTexts } from './plan-row-text.ts';
import { actionMeaning, isProblem } from './plan-summary.ts';
import type { RowEditing } from './use-row-editing.ts';

interface RowLineProps {
  row: PlanRow;
  applied: boolean;
  /** Whether the plan was made from files: people in none of them are said to be absent. */
  fromFiles: boolean;
  open: boolean;
  /** The one row whose button is in the tab order. */
  reachable: boolean;
  detailsId: string;
  texts: RowTexts;
  issueText: (issue: PlanIssue, place: PlanRow) => IssueText;
  editing: RowEditing;
  onEdit: () => void;
}

/** The name to show for the row's person; a row without any has its line. */
export function usePersonName(): (row: PlanRow) => string {
  const { t } = useTranslation('plans');
  return (row) => row.displayName || row.username || row.email || (row.line === null ? '' : t('rowOfLine', { line: row.line }));
}

function Person({ row }: { row: PlanRow }) {
  const name = usePersonName()(row);
  const detail = row.email !== name ? row.email : row.username;
  return (
    <div className="plan-person">
      <Truncated>{name}</Truncated>
      {detail !== name && detail !== '' && <Truncated>{detail}</Truncated>}
    </div>
  );
}

/** What is wrong with the row, and what to do, in one place (M11). */
function Problem({ row, issueText }: Pick<RowLineProps, 'row' | 'issueText'>) {
  const { t } = useTranslation('plans');
  const errors = row.issues.filter((issue) => issue.severity === 'error');
  const first = errors[0];
  if (!first) return <div className="plan-issue" />;
  const text = issueText(first, row);
  return (
    <div className="plan-issue">
      {text.where !== '' && <span className="plan-where">{text.where}</span>}
      <span>{text.what}</span>
      <span className="plan-advice">{text.more} {text.advice}</span>
      {errors.length > 1 && <span className="plan-advice">{t('moreIssues', { count: errors.length - 1 })}</span>}
    </div>
  );
}

/** The most telling remark of the row: warnings first, then when somebody who loses something was last active. */
function Note({ row, texts, issueText, fromFiles }: Pick<RowLineProps, 'row' | 'texts' | 'issueText' | 'fromFiles'>) {
  const { t } = useTranslation('plans');
  const warning = row.issues.find((issue) => issue.severity === 'warning');
  const meaning = actionMeaning[row.action];
  const absent = fromFiles && row.file === null && row.userId !== null && meaning === 'gone';
  return (
    <div className="plan-note">
      {warning && <span className="plan-warning"><TriangleAlert aria-hidden /><span title={issueText(warning, row).what}>{issueText(warning, row).what}</span></span>}
      {(row.dangerous || meaning === 'gone') && <span>{texts.activity(row)}</span>}
      {absent && <span>{t('notInFile')}</span>}
    </div>
  );
}

function Tools({ row, editing, onEdit }: Pick<RowLineProps, 'row' | 'editing' | 'onEdit'>) {
  const { t } = useTranslation('plans');
  const name = usePersonName()(row);
  if (!editing.allowed) return <span />;
  const tool = (label: string, run: () => void) => (
    <Button size="small" disabled={editing.busy} aria-label={`${label}: ${legible(name)}`} onClick={run}>{label}</Button>
  );
  return (
    <div className="plan-tools">
      {row.setAside && tool(t('row.takeBack'), () => { editing.takeBack(row); })}
      {!row.setAside && isProblem(row) && (
        <>
          {tool(t('row.setAside'), () => { editing.setAside(row); })}
          {row.line !== null && tool(t('row.edit'), onEdit)}
        </>
      )}
    </div>
  );
}

/** One row of a plan: what happens, to whom, what changes, what is to be known. */
export function RowLine(props: RowLineProps) {
  const { row, texts, open } = props;
  const { t } = useTranslation('plans');
  const name = usePersonName()(row);
  const problem = isProblem(row) || row.action === 'impossible';
  return (
    <div className="plan-line">
      <button
        type="button"
        className="plan-toggle"
        tabIndex={props.reachable ? 0 : -1}
        aria-expanded={open}
        aria-controls={open ? props.detailsId : undefined}
        aria-label={t(open ? 'collapse' : 'expand', { name })}
      >
        <ChevronRight aria-hidden />
      </button>
      <StatusChip quiet meaning={row.setAside ? 'unchanged' : actionMeaning[row.action]} label={texts.action(row, props.applied)} {...(problem && { icon: CircleAlert })} />
      <Person row={row} />
      {problem && !row.setAside ? <Problem row={row} issueText={props.issueText} /> : (
        <>
          <div className="plan-change"><Truncated>{texts.change(row)}</Truncated></div>
          <Note row={row} texts={texts} issueText={props.issueText} fromFiles={props.fromFiles} />
        </>
      )}
      <Tools row={row} editing={props.editing} onEdit={props.onEdit} />
    </div>
  );
}
