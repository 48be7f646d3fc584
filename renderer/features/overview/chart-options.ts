import uPlot from 'uplot';
import type { Formats } from '../../i18n/format.ts';
import { fontStacks } from '../../ui/theme/tokens.ts';

export const chartHeight = 216;
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

interface ChartTexts {
  people: string;
  changes: string;
}

/** Bars for people, a line for changes, over UTC days; `onPoint` is told the place of the day under the pointer. */
export function chartOptions(element: HTMLElement, formats: Formats, texts: ChartTexts, onPoint: (place: number | null) => void): uPlot.Options {
  const colours = coloursOf(element);
  const axis = { stroke: colours.text, font: `12px ${fontStacks.text}`, grid: { show: false }, ticks: { show: false } };
  const bars = uPlot.paths.bars?.({ size: [0.64, 24], radius: 0.18 });
  return {
    width: element.clientWidth,
    height: chartHeight,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    hooks: { setCursor: [(plot) => { onPoint(plot.cursor.idx ?? null); }] },
    scales: {
      // Half a day of room on both sides, so that the first and last bars are whole.
      x: { time: true, range: (_plot, min, max) => [min - halfDay, max + halfDay] },
      y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.08)] },
    },
    // Days are UTC: read as local ones they would shift by one west of Greenwich.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    axes: [
      { ...axis, size: 28, space: 72, values: (_plot, splits) => splits.map((second) => formats.day(new Date(second * 1000))) },
      { ...axis, size: 44, grid: { show: true, stroke: colours.line, width: 1 }, values: (_plot, splits) => splits.map((value) => (Number.isInteger(value) ? formats.number(value) : '')) },
    ],
    series: [
      {},
      { label: texts.people, stroke: colours.people, fill: colours.people, width: 0, points: { show: false }, ...(bars && { paths: bars }) },
      { label: texts.changes, stroke: colours.changes, width: 2, points: { show: false } },
    ],
  };
}
