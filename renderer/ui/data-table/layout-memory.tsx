import { createContext, use, useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Column } from './column.ts';
import { fittedLayout } from './column-layout.ts';
import type { ColumnLayout } from './column-layout.ts';

/** Keeps the arrangement of each table, by its id, between sessions (C10). */
export interface LayoutMemory {
  read: (tableId: string) => unknown;
  write: (tableId: string, layout: ColumnLayout) => void;
}

const LayoutMemoryContext = createContext<LayoutMemory | undefined>(undefined);

/** Gives every table below a place to remember its columns in. */
export function LayoutMemoryProvider({ memory, children }: { memory: LayoutMemory; children: ReactNode }) {
  return <LayoutMemoryContext value={memory}>{children}</LayoutMemoryContext>;
}

/** ms without a further change before an arrangement is kept. */
const pause = 250;

/** A table's arrangement: what was remembered, fitted to today's columns, and how to change it. */
export function useColumnLayout<Row>(tableId: string, columns: readonly Column<Row>[]): [ColumnLayout, (layout: ColumnLayout) => void] {
  const memory = use(LayoutMemoryContext);
  if (!memory) throw new Error('A table needs a LayoutMemoryProvider above it');
  const [layout, setLayout] = useState(() => fittedLayout(memory.read(tableId), columns));
  const unkept = useRef<ColumnLayout | undefined>(undefined);
  const keep = useRef(() => undefined as void);
  keep.current = () => {
    if (unkept.current) memory.write(tableId, unkept.current);
    unkept.current = undefined;
  };
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const change = useCallback((next: ColumnLayout) => {
    setLayout(next);
    // A dragged edge changes the layout with every movement; it is kept when it comes to rest.
    unkept.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { keep.current(); }, pause);
  }, []);
  useEffect(() => () => {
    clearTimeout(timer.current);
    keep.current();
  }, []);
  return [layout, change];
}
