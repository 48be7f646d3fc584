import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import { styled } from '@mui/material/styles';
import { ArrowDown, ArrowUp, ChevronsLeftRight, ChevronsRightLeft, Columns3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import type { ColumnLayout } from './column-layout.ts';
import { initialLayout, moved, withShown, withWidth } from './column-layout.ts';

const Panel = styled('div')(({ theme }) => ({
  width: 320,
  maxHeight: 'min(480px, 70vh)',
  display: 'flex',
  flexDirection: 'column',
  '& ul': { listStyle: 'none', padding: 4, overflow: 'auto' },
  '& li': { display: 'flex', alignItems: 'center', borderRadius: 4, paddingRight: 4, '&:hover': { backgroundColor: theme.vars.palette.surface.hover } },
  '& label': { display: 'flex', alignItems: 'center', gap: 4, flex: 1, minWidth: 0, height: 30, paddingLeft: 4 },
  '& label span:last-child': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .column-tools': { display: 'flex' },
  '& footer': { borderTop: `1px solid ${theme.vars.palette.surface.line}`, padding: 8 },
}));

interface ColumnChooserProps<Row> {
  columns: readonly Column<Row>[];
  layout: ColumnLayout;
  onLayoutChange: (layout: ColumnLayout) => void;
}

/** Which columns are shown, in which order and how wide, without dragging. */
export function ColumnChooser<Row>({ columns, layout, onLayoutChange }: ColumnChooserProps<Row>) {
  const { t } = useTranslation('ui');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const resize = (column: Column<Row>, by: number) => {
    onLayoutChange(withWidth(layout, column.id, (layout.widths[column.id] ?? column.width) + by));
  };
  return (
    <>
      <Button startIcon={<Columns3 aria-hidden />} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => { setAnchor(event.currentTarget); }}>
        {t('table.columns')}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => { setAnchor(null); }}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: -4, horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('table.chooseColumns') } }}
      >
        <Panel>
          <ul>
            {layout.order.flatMap((id) => byId.get(id) ?? []).map((column) => {
              const shown = !layout.hidden.includes(column.id);
              const name = column.header;
              return (
                <li key={column.id}>
                  <label>
                    <Checkbox checked={shown} onChange={(event) => { onLayoutChange(withShown(layout, column.id, event.target.checked)); }} />
                    <span>{name}</span>
                  </label>
                  <span className="column-tools">
                    <IconButton size="small" disabled={!shown} aria-label={t('table.narrower', { name })} onClick={() => { resize(column, -24); }}><ChevronsRightLeft aria-hidden /></IconButton>
                    <IconButton size="small" disabled={!shown} aria-label={t('table.wider', { name })} onClick={() => { resize(column, 24); }}><ChevronsLeftRight aria-hidden /></IconButton>
                    <IconButton size="small" aria-label={t('table.moveLeft', { name })} onClick={() => { onLayoutChange(moved(layout, column.id, -1)); }}><ArrowUp aria-hidden /></IconButton>
                    <IconButton size="small" aria-label={t('table.moveRight', { name })} onClick={() => { onLayoutChange(moved(layout, column.id, 1)); }}><ArrowDown aria-hidden /></IconButton>
                  </span>
                </li>
              );
            })}
          </ul>
          <footer>
            <Button variant="text" size="small" onClick={() => { onLayoutChange(initialLayout(columns)); }}>{t('table.resetColumns')}</Button>
          </footer>
        </Panel>
      </Popover>
    </>
  );
}
