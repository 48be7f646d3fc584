import { createContext, use, useCallback, useState } from 'react';
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

/** A table's arrangement: what was remembered, fitted to today's columns, and how to change it. */
export function useColumnLayout<Row>(tableId: string, columns: readonly Column<Row>[]): [ColumnLayout, (layout: ColumnLayout) => void] {
  const memory = use(LayoutMemoryContext);
  if (!memory) throw new Error('A table needs a LayoutMemoryProvider above it');
  const [layout, setLayout] = useState(() => fittedLayout(memory.read(tableId), columns));
  const change = useCallback(
    (next: ColumnLayout) => {
      setLayout(next);
      memory.write(tableId, next);
    },
    [memory, tableId],
  );
  return [layout, change];
}
