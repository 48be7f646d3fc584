import uPlot from 'uplot';
import type { Formats } from '../../i18n/format.ts';
import { fontStacks } from '../../ui/theme/tokens.ts';

/** Heights of the two pictures, which share their days but never their scale. */
export const chartHeights = { people: 164, changes: 92 } as const;
export type ChartSubject = keyof typeof chartHeights;
const pointerOfBoth = 'activity';
const halfDay = 43_200;

interface Colours {
  line: string;
  text: string;
  people: string;
  changes: string;
}

/** The colours of the theme in force: a canvas knows no CSS variables. */
function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--qd-palette-${name}`).trim();
  return { line: colour('surface-line'), text: colour('text-secondary'), people: colour('accent-solid'), changes: colour('meaning-held-solid') };
}

/** Bars over UTC days; only the lower picture names them. `onPoint` is told the place of the day under the pointer. */
export function chartOptions(element: HTMLElement, subject: ChartSubject, formats: Formats, label: string, onPoint: (place: number | null) => void): uPlot.Options {
  const colours = coloursOf(element);
  const axis = { stroke: colours.text, font: `12px ${fontStacks.text}`, grid: { show: false }, ticks: { show: false } };
  const bars = uPlot.paths.bars?.({ size: [0.64, 24], radius: 0.18 });
  return {
    width: element.clientWidth,
    height: chartHeights[subject],
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false, sync: { key: pointerOfBoth } },
    hooks: { setCursor: [(plot) => { onPoint(plot.cursor.idx ?? null); }] },
    scales: {
      // Half a day of room on both sides, so that the first and last bars are whole.
      x: { time: true, range: (_plot, min, max) => [min - halfDay, max + halfDay] },
      y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.08)] },
    },
    // Days are UTC: read as local ones they would shift by one west of Greenwich.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    axes: [
      { ...axis, size: subject === 'changes' ? 28 : 8, space: 72, values: subject === 'people' ? () => [] : (_plot, splits) => splits.map((second) => formats.day(new Date(second * 1000))) },
      { ...axis, size: 52, space: 32, grid: { show: true, stroke: colours.line, width: 1 }, values: (_plot, splits) => splits.map((value) => (Number.isInteger(value) ? formats.number(value) : '')) },
    ],
    series: [
      {},
      { label, stroke: colours[subject], fill: colours[subject], width: 0, points: { show: false }, ...(bars && { paths: bars }) },
    ],
  };
}
