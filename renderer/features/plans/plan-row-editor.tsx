import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileField, PlanRow } from '#shared/schemas/plans.ts';
import { OperationProblem } from '../../api/operation-failure.tsx';
import type { RowTexts } from './plan-row-text.ts';
import { Editor } from './plan-row-styles.ts';
import type { RowEditing } from './use-row-editing.ts';

type EditableField = Exclude<FileField, 'password'>;

/** The cells that can put the row right, with what stands in them: those named by its issues, else the names. */
export function editableCells(row: PlanRow): { field: EditableField; value: string }[] {
  const present: Partial<Record<EditableField, string>> = { username: row.username, email: row.email, displayName: row.displayName };
  const cells = new Map<EditableField, string>();
  for (const issue of row.issues) {
    if (issue.severity !== 'error' || issue.field === null || issue.field === 'password') continue;
    if (!cells.has(issue.field)) cells.set(issue.field, issue.value ?? present[issue.field] ?? '');
  }
  if (row.action === 'conflict' || cells.size === 0) {
    for (const field of ['username', 'email'] as const) if (!cells.has(field)) cells.set(field, present[field] ?? '');
  }
  return [...cells].map(([field, value]) => ({ field, value }));
}

interface RowEditorProps {
  row: PlanRow;
  texts: RowTexts;
  editing: RowEditing;
  onDone: () => void;
}

/** Corrects the cells of one row where it stands; the plan is then made anew (M13). */
export function RowEditor({ row, texts, editing, onDone }: RowEditorProps) {
  const { t } = useTranslation(['plans', 'ui']);
  const cells = editableCells(row);
  const [values, setValues] = useState<Partial<Record<EditableField, string>>>(() => Object.fromEntries(cells.map((cell) => [cell.field, cell.value])));
  const changed = Object.fromEntries(cells.filter((cell) => values[cell.field] !== cell.value).map((cell) => [cell.field, values[cell.field] ?? '']));
  const nothingChanged = Object.keys(changed).length === 0;
  return (
    <Editor
      aria-label={row.line === null ? row.displayName : t('plans:row.editTitle', { line: row.line })}
      onSubmit={(event) => {
        event.preventDefault();
        if (!nothingChanged) editing.correct(row, changed, onDone);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onDone();
      }}
    >
      {cells.map((cell, index) => (
        <TextField
          key={cell.field}
          label={texts.fieldName(cell.field)}
          value={values[cell.field] ?? ''}
          autoFocus={index === 0}
          autoComplete="off"
          onChange={(event) => { setValues((before) => ({ ...before, [cell.field]: event.target.value })); }}
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
      ))}
      {editing.error && <div style={{ gridColumn: '1 / -1' }}><OperationProblem error={editing.error} /></div>}
      <div className="editor-actions">
        <Button size="small" onClick={onDone}>{t('ui:cancel')}</Button>
        <Button size="small" type="submit" color="primary" disabled={nothingChanged || editing.busy} loading={editing.busy}>{t('plans:row.save')}</Button>
      </div>
    </Editor>
  );
}
