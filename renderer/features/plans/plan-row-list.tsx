import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, PlanRow } from '#shared/schemas/plans.ts';
import type { OperationPages } from '../../api/use-operation-pages.ts';
import { useDensity } from '../../ui/theme/density.tsx';
import { useIssueText } from './issue-text.ts';
import { useOrganizationNames } from '../../api/organization-names.ts';
import { RowDetails } from './plan-row-details.tsx';
import { RowEditor } from './plan-row-editor.tsx';
import { RowLine } from './plan-row-line.tsx';
import { RowList } from './plan-row-styles.ts';
import { useRowTexts } from './plan-row-text.ts';
import { isProblem, phaseOf } from './plan-summary.ts';
import { useRowCursor } from './use-row-cursor.ts';
import type { RowEditing } from './use-row-editing.ts';

/** The next page is asked for when this many rows are left below the screen. */
const rowsAhead = 40;

interface PlanRowListProps {
  plan: Plan;
  source: OperationPages<PlanRow>;
  editing: RowEditing;
  /** Number of the opened row. */
  openRow: number | undefined;
  onOpenRow: (number: number | undefined) => void;
  label: string;
  empty: ReactNode;
}

function useVirtualRows(source: OperationPages<PlanRow>, rowHeight: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const waiting = source.status === 'loading' ? 8 : source.hasMore ? 3 : 0;
  const virtualizer = useVirtualizer({
    count: source.rows.length + waiting,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight + 1,
    getItemKey: (index) => source.rows[index]?.number ?? `waiting-${String(index)}`,
    overscan: 10,
  });
  useEffect(() => { scroller.current?.scrollTo({ top: 0 }); }, [source.question]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, loadingMore, moreFailed, loadMore } = source;
  useEffect(() => {
    if (hasMore && !loadingMore && !moreFailed && last >= source.rows.length - rowsAhead) loadMore();
  }, [hasMore, loadingMore, moreFailed, loadMore, last, source.rows.length]);
  return { scroller, virtualizer, items };
}

/** The rows of a plan, a million of them if need be: read page by page, drawn as they come into view. */
export function PlanRowList({ plan, source, editing, openRow, onOpenRow, label, empty }: PlanRowListProps) {
  const { t } = useTranslation('ui');
  const { rowHeight } = useDensity();
  const id = useId();
  const texts = useRowTexts(useOrganizationNames());
  const issueText = useIssueText(plan.files.map((file) => file.name));
  const [edited, setEdited] = useState<number | undefined>(undefined);
  const { scroller, virtualizer, items } = useVirtualRows(source, rowHeight);
  const applied = phaseOf(plan) === 'applied';
  const toggle = (number: number) => {
    setEdited(undefined);
    onOpenRow(openRow === number ? undefined : number);
  };
  const cursor = useRowCursor({
    count: source.rows.length,
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
    list: scroller,
    scrollTo: (index) => { virtualizer.scrollToIndex(index); },
    isOpen: (index) => source.rows[index]?.number === openRow,
    toggle: (index) => {
      const row = source.rows[index];
      if (row) toggle(row.number);
    },
  });
  if (source.status === 'ready' && source.rows.length === 0) return empty;
  return (
    <RowList ref={scroller} className={source.stale ? 'is-stale' : ''} aria-busy={source.stale || source.status === 'loading'} style={{ '--row': `${String(rowHeight)}px` } as CSSProperties} {...cursor.handlers}>
      <ul className="plan-rows" aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = source.rows[item.index];
          const place = { 'data-index': item.index, ref: virtualizer.measureElement, style: { transform: `translateY(${String(item.start)}px)` } };
          if (!row) return <li key={item.key} {...place} className="plan-row" aria-hidden><div className="plan-line"><span /><Skeleton width={80} /><Skeleton width="60%" /><Skeleton width="70%" /></div></li>;
          const open = row.number === openRow;
          const problem = isProblem(row) && !row.setAside;
          const detailsId = `${id}-${String(row.number)}`;
          return (
            <li
              key={item.key}
              {...place}
              data-place={item.index}
              aria-setsize={source.totalIsEstimate || source.total === undefined ? -1 : source.total}
              aria-posinset={item.index + 1}
              className={`plan-row${problem ? ' is-problem' : ''}${open ? ' is-open' : ''}`}
            >
              <RowLine
                row={row}
                applied={applied}
                fromFiles={plan.files.length > 0}
                open={open}
                reachable={item.index === cursor.active}
                detailsId={detailsId}
                texts={texts}
                issueText={issueText}
                editing={editing}
                onEdit={() => { onOpenRow(row.number); setEdited(row.number); }}
              />
              {open && (
                <div className="plan-details" id={detailsId}>
                  {edited === row.number && editing.allowed && <RowEditor row={row} texts={texts} editing={editing} onDone={() => { setEdited(undefined); }} />}
                  <RowDetails row={row} texts={texts} issueText={issueText} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {source.moreFailed && <Button size="small" sx={{ m: 2 }} onClick={source.loadMore}>{t('retry')}</Button>}
    </RowList>
  );
}
