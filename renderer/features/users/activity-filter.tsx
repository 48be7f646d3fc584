import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { FilterMenu } from '../../ui/filters/filter-menu.tsx';
import type { FilterProps } from './users-view.ts';
import { activities, usualDays } from './users-view.ts';

/** Active within, or inactive for, a number of days, or never signed in (U13). */
export function ActivityFilter({ view, onChange }: FilterProps) {
  const { t } = useTranslation('users');
  const days = view.activityDays ?? usualDays;
  const label = (activity: (typeof activities)[number]): string => {
    if (activity === 'never') return t('filter.never');
    return activity === 'active' ? t('filter.activeWithin', { count: days }) : t('filter.inactiveFor', { count: days });
  };
  return (
    <FilterMenu
      single
      label={t('filter.activity')}
      options={activities.map((value) => ({ value, label: label(value) }))}
      value={view.activity === undefined ? [] : [view.activity]}
      onChange={([chosen]) => { onChange({ activity: activities.find((activity) => activity === chosen) }); }}
      footer={
        <TextField
          type="number"
          label={t('filter.days')}
          value={String(days)}
          disabled={view.activity === 'never'}
          onChange={(event) => {
            const next = Number(event.target.value);
            if (Number.isInteger(next) && next >= 1 && next <= 3650) onChange({ activityDays: next === usualDays ? undefined : next });
          }}
          slotProps={{ htmlInput: { min: 1, max: 3650 } }}
          sx={{ width: 96, mb: 2 }}
        />
      }
    />
  );
}
