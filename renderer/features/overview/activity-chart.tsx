import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import type { OutputOf } from '#shared/contract/index.ts';
import { usePreferences } from '../../api/native-state.tsx';
import { useFormats } from '../../i18n/format.ts';
import type { Formats } from '../../i18n/format.ts';
import { Card } from '../../ui/page/section.tsx';
import { fontStacks } from '../../ui/theme/tokens.ts';

type Activity = OutputOf<'overview.get'>['activity'];

const Box = styled(Card)(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  minHeight: 276,
  '& h2': { fontSize: 14, fontWeight: 600 },
  '& p': { color: theme.vars.palette.text.secondary },
  '& .chart': { flex: 1, minHeight: 200, minWidth: 0, position: 'relative', overflow: 'hidden', marginTop: 8 },
  '& .chart-none': { display: 'grid', placeItems: 'center' },
  '& .u-legend': { display: 'none' },
}));

const chartHeight = 200;

interface Colours {
  line: string;
  text: string;
  bar: string;
  change: string;
}

/** The colours of the theme in force: a canvas knows no CSS variables. */
function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--qd-palette-${name}`).trim();
  return { line: colour('surface-line'), text: colour('text-secondary'), bar: colour('accent-text'), change: colour('meaning-changed-solid') };
}

function optionsOf(width: number, colours: Colours, formats: Formats, names: { people: string; changes: string }): uPlot.Options {
  const font = `12px ${fontStacks.text}`;
  const axis = { stroke: colours.text, font, grid: { show: false }, ticks: { show: false } };
  const day = (value: number) => formats.day(new Date(value * 1000));
  return {
    width,
    height: chartHeight,
    padding: [8, 8, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: { x: { time: true }, y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.1)] } },
    // Days are UTC: read as local ones they would shift by one west of Greenwich.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    axes: [
      { ...axis, space: 72, values: (_plot, splits) => splits.map(day) },
      { ...axis, size: 48, grid: { show: true, stroke: colours.line, width: 1 }, values: (_plot, splits) => splits.map((value) => (Number.isInteger(value) ? formats.number(value) : '')) },
    ],
    series: [
      {},
      { label: names.people, stroke: colours.bar, fill: colours.bar, width: 0, points: { show: false }, paths: uPlot.paths.bars?.({ size: [0.68, 28], radius: 0.2, align: 0 }) ?? null } as uPlot.Series,
      { label: names.changes, stroke: colours.change, width: 1.5, dash: [4, 3], points: { show: false } },
    ],
  };
}

function useChart(activity: Activity | undefined) {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const [preferences] = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element || !activity) return undefined;
    const data: uPlot.AlignedData = [
      activity.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000),
      activity.map(({ people }) => people),
      activity.map(({ changes }) => changes),
    ];
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      const options = optionsOf(element.clientWidth, coloursOf(element), formats, { people: t('activity.people'), changes: t('activity.changes') });
      chart = new uPlot(options, data, element);
    };
    const resized = new ResizeObserver(() => { chart?.setSize({ width: element.clientWidth, height: chartHeight }); });
    const scheme = new MutationObserver(draw);
    scheme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    draw();
    resized.observe(element);
    return () => {
      resized.disconnect();
      scheme.disconnect();
      chart?.destroy();
    };
  }, [activity, formats, t, preferences.theme]);
  return place;
}

function ActivityTable({ activity }: { activity: Activity }) {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  return (
    <table className="visually-hidden">
      <caption>{t('activity.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('activity.day')}</th>
          <th scope="col">{t('activity.people')}</th>
          <th scope="col">{t('activity.changes')}</th>
        </tr>
      </thead>
      <tbody>
        {activity.map(({ day, people, changes }) => (
          <tr key={day}>
            <th scope="row">{formats.day(`${day}T00:00:00Z`)}</th>
            <td>{formats.number(people)}</td>
            <td>{formats.number(changes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Active people and changes of the last 30 days as a picture, with a table behind it. */
export function ActivityChart({ activity }: { activity: Activity | undefined }) {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const quiet = activity?.every(({ people, changes }) => people === 0 && changes === 0) ?? false;
  const place = useChart(quiet ? undefined : activity);
  const counts = activity?.map(({ people }) => people) ?? [];
  const summary = t('activity.summary', { least: formats.number(Math.min(...counts, Infinity)), most: formats.number(Math.max(...counts, 0)) });
  return (
    <Box>
      <h2>{t('activity.title')}</h2>
      <p>{t('activity.lead')}</p>
      {quiet ? <div className="chart chart-none"><p>{t('activity.none')}</p></div> : (
        <div className="chart" ref={place} role="img" aria-label={activity ? summary : t('activity.title')}>
          {!activity && <Skeleton variant="rounded" width="100%" height={chartHeight} />}
        </div>
      )}
      {activity && !quiet && <ActivityTable activity={activity} />}
    </Box>
  );
}
