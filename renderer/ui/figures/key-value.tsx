import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

const List = styled('dl')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'minmax(96px, 160px) minmax(0, 1fr)',
  gap: '8px 16px',
  '& dt': { color: theme.vars.palette.text.secondary },
  '& dd': { minWidth: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
}));

/** One line of a record: its name, its value, and perhaps a remark such as where it comes from. */
export interface KeyValue {
  label: string;
  value: ReactNode;
}

/** The facts of a record, one under the other. */
export function KeyValueList({ items }: { items: readonly KeyValue[] }) {
  return (
    <List>
      {items.map((item) => (
        <div key={item.label} style={{ display: 'contents' }}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </List>
  );
}
