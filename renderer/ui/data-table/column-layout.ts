import type { Column } from './column.ts';

/** How a person arranged a table: kept between sessions under the table's id. */
export interface ColumnLayout {
  order: readonly string[];
  hidden: readonly string[];
  /** px, only of columns the person resized. */
  widths: Readonly<Record<string, number>>;
}

export const smallestColumn = 64;
export const largestColumn = 800;
/** px of the column of ticks. */
export const tickWidth = 36;

type Arranged = Pick<Column<never>, 'id' | 'hiddenAtFirst'>;

export function initialLayout(columns: readonly Arranged[]): ColumnLayout {
  return {
    order: columns.map((column) => column.id),
    hidden: columns.filter((column) => column.hiddenAtFirst).map((column) => column.id),
    widths: {},
  };
}

/**
 * A remembered layout fitted to today's columns: unknown columns fall away, new ones stand where the
 * table puts them, and anything that is not a layout gives the initial one.
 */
export function fittedLayout(remembered: unknown, columns: readonly Arranged[]): ColumnLayout {
  const initial = initialLayout(columns);
  if (typeof remembered !== 'object' || remembered === null) return initial;
  const { order, hidden, widths } = remembered as Record<string, unknown>;
  if (!Array.isArray(order) || !Array.isArray(hidden) || typeof widths !== 'object' || widths === null) return initial;
  const known = new Set(initial.order);
  const kept = [...new Set(order.filter((id): id is string => typeof id === 'string' && known.has(id)))];
  initial.order.forEach((id, index) => {
    if (!kept.includes(id)) kept.splice(Math.min(index, kept.length), 0, id);
  });
  const wasKnown = new Set<unknown>(order);
  return {
    order: kept,
    hidden: initial.order.filter((id) => (wasKnown.has(id) ? hidden.includes(id) : initial.hidden.includes(id))),
    widths: Object.fromEntries(
      Object.entries(widths).filter((entry): entry is [string, number] => known.has(entry[0]) && typeof entry[1] === 'number')
        .map(([id, width]) => [id, clampedWidth(width)]),
    ),
  };
}

export function clampedWidth(width: number): number {
  return Math.round(Math.min(largestColumn, Math.max(smallestColumn, width)));
}

export function withWidth(layout: ColumnLayout, id: string, width: number): ColumnLayout {
  return { ...layout, widths: { ...layout.widths, [id]: clampedWidth(width) } };
}

export function withoutWidth(layout: ColumnLayout, id: string): ColumnLayout {
  return { ...layout, widths: Object.fromEntries(Object.entries(layout.widths).filter(([other]) => other !== id)) };
}

/** Shows or hides a column; the last one shown stays. */
export function withShown(layout: ColumnLayout, id: string, shown: boolean): ColumnLayout {
  const hidden = layout.hidden.filter((other) => other !== id);
  if (!shown) hidden.push(id);
  return hidden.length >= layout.order.length ? layout : { ...layout, hidden };
}

/** Moves a column past its next shown neighbour. */
export function moved(layout: ColumnLayout, id: string, by: -1 | 1): ColumnLayout {
  const shown = layout.order.filter((other) => !layout.hidden.includes(other) || other === id);
  const neighbour = shown[shown.indexOf(id) + by];
  return neighbour === undefined ? layout : placed(layout, id, neighbour, by === -1 ? 'before' : 'after');
}

/** Puts a column before or after another. */
export function placed(layout: ColumnLayout, id: string, target: string, side: 'before' | 'after'): ColumnLayout {
  if (id === target) return layout;
  const order = layout.order.filter((other) => other !== id);
  order.splice(order.indexOf(target) + (side === 'after' ? 1 : 0), 0, id);
  return { ...layout, order };
}

/** The shown columns in the person's order. */
export function shownColumns<Row>(layout: ColumnLayout, columns: readonly Column<Row>[]): Column<Row>[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  return layout.order.flatMap((id) => {
    const column = byId.get(id);
    return column && !layout.hidden.includes(id) ? [column] : [];
  });
}

/** px that the shown columns need at least; the table scrolls sideways below. */
export function neededWidth<Row>(layout: ColumnLayout, shown: readonly Column<Row>[], selectable: boolean): number {
  return shown.reduce((sum, column) => sum + (layout.widths[column.id] ?? column.width), selectable ? tickWidth : 0);
}

/**
 * The tracks of the table as a CSS grid template. The first column takes the room that is left, until the
 * person gives it a width of its own; then an empty track does.
 */
export function gridTemplate<Row>(layout: ColumnLayout, shown: readonly Column<Row>[], selectable: boolean): string {
  const tracks = shown.map((column, index) => {
    const own = layout.widths[column.id];
    if (own !== undefined) return `${String(own)}px`;
    return index === 0 ? `minmax(${String(column.width)}px, 1fr)` : `${String(column.width)}px`;
  });
  if (selectable) tracks.unshift(`${String(tickWidth)}px`);
  const first = shown[0];
  if (first && layout.widths[first.id] !== undefined) tracks.push('minmax(0, 1fr)');
  return tracks.join(' ');
}
