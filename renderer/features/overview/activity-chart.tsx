import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import type { OutputOf } from '#shared/contract/index.ts';
import { useFormats } from '../../i18n/format.ts';
import { Card } from '../../ui/page/section.tsx';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { chartHeights, chartOptions } from './chart-options.ts';
import type { ChartSubject } from './chart-options.ts';

type Activity = OutputOf<'overview.get'>['activity'];

const Box = styled(Card)(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  '& h2': { fontSize: 14, fontWeight: 600 },
  '& p': { color: theme.vars.palette.text.secondary },
  '& .chart': { minWidth: 0, position: 'relative', overflow: 'hidden', marginTop: 8 },
  '& .chart-none': { display: 'grid', placeItems: 'center', height: chartHeights.people + chartHeights.changes },
}));

const Key = styled('div')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  gap: '0 16px',
  minHeight: 20,
  marginTop: 8,
  fontSize: typeSizes.small,
  color: theme.vars.palette.text.secondary,
  fontVariantNumeric: 'tabular-nums',
  '& span': { display: 'inline-flex', alignItems: 'center', gap: 6 },
  '& b': { fontWeight: 600, color: theme.vars.palette.text.primary },
  '& i': { width: 10, height: 10, borderRadius: 2, backgroundColor: theme.vars.palette.accent.solid },
  '& i.changes': { backgroundColor: theme.vars.palette.meaning.held.solid },
}));

/** Draws one of the pictures into the returned place. */
function useChart(activity: Activity | undefined, subject: ChartSubject, onPoint: (place: number | null) => void) {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element || !activity) return undefined;
    const data: uPlot.AlignedData = [
      activity.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000),
      activity.map((day) => day[subject]),
    ];
    let chart: uPlot | undefined;
    const draw = () => {
      chart?.destroy();
      chart = new uPlot(chartOptions(element, subject, formats, t(`activity.${subject}`), onPoint), data, element);
    };
    const resized = new ResizeObserver(() => { chart?.setSize({ width: element.clientWidth, height: chartHeights[subject] }); });
    const recoloured = new MutationObserver(draw);
    recoloured.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    draw();
    resized.observe(element);
    return () => {
      resized.disconnect();
      recoloured.disconnect();
      chart?.destroy();
    };
  }, [activity, subject, onPoint, formats, t]);
  return place;
}

function Chart({ activity, subject, label, onPoint }: { activity: Activity | undefined; subject: ChartSubject; label: string; onPoint: (place: number | null) => void }) {
  const place = useChart(activity, subject, onPoint);
  return (
    <div className="chart" ref={place} role="img" aria-label={label} style={{ height: chartHeights[subject] }}>
      {!activity && <Skeleton variant="rounded" width="100%" height={chartHeights[subject]} />}
    </div>
  );
}

function ChartKey({ day }: { day: Activity[number] | undefined }) {
  const { t } = useTranslation('overview');
  const formats = useFormats();
  return (
    <Key aria-hidden>
      <span><i />{t('activity.people')} {day && <b>{formats.number(day.people)}</b>}</span>
      <span><i className="changes" />{t('activity.changes')} {day && <b>{formats.number(day.changes)}</b>}</span>
      {day && <span>{formats.day(`${day.day}T00:00:00Z`)}</span>}
    </Key>
  );
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
  const [pointed, setPointed] = useState<number | null>(null);
  const counts = activity?.map(({ people }) => people) ?? [];
  const summary = t('activity.summary', { least: formats.number(Math.min(...counts, Infinity)), most: formats.number(Math.max(...counts, 0)) });
  return (
    <Box>
      <h2>{t('activity.title')}</h2>
      <p>{t('activity.lead')}</p>
      {quiet ? <div className="chart chart-none"><p>{t('activity.none')}</p></div> : (
        <>
          <ChartKey day={pointed === null ? undefined : activity?.[pointed]} />
          <Chart activity={activity} subject="people" label={activity ? summary : t('activity.title')} onPoint={setPointed} />
          <Chart activity={activity} subject="changes" label={t('activity.changes')} onPoint={setPointed} />
        </>
      )}
      {activity && !quiet && <ActivityTable activity={activity} />}
    </Box>
  );
}
