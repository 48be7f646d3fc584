import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import { RelativeTime } from '../text/relative-time.tsx';
import type { RowSource } from './column.ts';
import { nothingSelected, selectedCount } from './selection.ts';
import type { Selection } from './selection.ts';
import { TableFoot } from './table-styles.ts';

/** Renders the actions for what is selected; `count` is undefined while the number of matches is unknown. */
export type BulkActions = (selection: Selection, count: number | undefined) => ReactNode;

interface FootProps {
  source: RowSource<unknown>;
  selection: Selection;
  onSelectionChange: ((selection: Selection) => void) | undefined;
  bulkActions: BulkActions | undefined;
}

function RowCount({ source }: { source: RowSource<unknown> }) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const loaded = source.rows.length;
  if (source.total === undefined || (!source.hasMore && !source.totalIsEstimate)) return <>{t('table.shown', { count: loaded })}</>;
  const total = source.totalIsEstimate ? t('table.about', { total: source.total }) : formats.number(source.total);
  return <>{t('table.shownOf', { shown: loaded, total })}</>;
}

function SelectionBar({ source, selection, onSelectionChange, bulkActions }: FootProps & { onSelectionChange: (selection: Selection) => void }) {
  const { t } = useTranslation('ui');
  const count = selectedCount(selection, source.total);
  const allLoaded = selection.kind === 'rows' && selection.ids.size >= source.rows.length && source.hasMore;
  return (
    <TableFoot role="region" aria-label={t('table.selection')}>
      <span className="table-count" aria-live="polite">{t('table.selected', { count: count ?? source.rows.length })}</span>
      {allLoaded && source.total !== undefined && (
        <Link component="button" type="button" onClick={() => { onSelectionChange({ kind: 'matching', except: new Set() }); }}>
          {t('table.selectMatching', { count: source.total })}
        </Link>
      )}
      {bulkActions?.(selection, count)}
      <IconButton size="small" className="table-foot-end" aria-label={t('table.clearSelection')} onClick={() => { onSelectionChange(nothingSelected); }}>
        <X aria-hidden />
      </IconButton>
    </TableFoot>
  );
}

/** Below the rows: how many there are, or, with a selection, what can be done with it. */
export function Foot(props: FootProps) {
  const { t } = useTranslation('ui');
  const { source, selection, onSelectionChange } = props;
  const anything = selection.kind === 'matching' || selection.ids.size > 0;
  if (anything && onSelectionChange) return <SelectionBar {...props} onSelectionChange={onSelectionChange} />;
  return (
    <TableFoot>
      <span aria-live="polite">{source.status === 'ready' && <RowCount source={source} />}</span>
      {source.readAt !== undefined && <span>{t('table.readAt')} <RelativeTime time={source.readAt} /></span>}
      {source.moreFailed && (
        <>
          <span>{t('table.moreFailed')}</span>
          <Button size="small" onClick={source.loadMore}>{t('retry')}</Button>
        </>
      )}
    </TableFoot>
  );
}
