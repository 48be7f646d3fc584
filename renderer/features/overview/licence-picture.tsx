import { styled } from '@mui/material/styles';
import { CircleDashed, MailPlus, UserRoundCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutputOf } from '#shared/contract/index.ts';
import { ProportionsBar } from '../../ui/figures/proportions-bar.tsx';
import type { Proportion } from '../../ui/figures/proportions-bar.tsx';
import { Card } from '../../ui/page/section.tsx';
import { Banner } from '../../ui/states/banner.tsx';
import { LoadingLines } from '../../ui/states/loading.tsx';

const Box = styled(Card)(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  '& h2': { fontSize: 14, fontWeight: 600 },
  '& p': { color: theme.vars.palette.text.secondary },
}));

/** L1, L5: licences taken, reserved and free. */
export function LicencePicture({ licences }: { licences: OutputOf<'licences.get'> | undefined }) {
  const { t } = useTranslation('overview');
  if (!licences) return <Box><h2>{t('licences.title')}</h2><LoadingLines lines={3} /></Box>;
  const { capacity, used, reserved, free, nonCounting } = licences;
  const parts: Proportion[] = [
    { meaning: 'changed', label: t('licences.used'), count: used, icon: UserRoundCheck },
    { meaning: 'inherited', label: t('licences.reserved'), count: reserved, icon: MailPlus },
    { meaning: 'unchanged', label: t('licences.free'), count: Math.max(0, free ?? 0), icon: CircleDashed },
  ];
  return (
    <Box>
      <h2>{t('licences.title')}</h2>
      {capacity === null ? <p>{t('licences.unlimited', { count: used + reserved })}</p> : <ProportionsBar caption={t('licences.caption', { count: capacity })} parts={parts} />}
      {free !== null && free <= 0 && <Banner meaning="held">{t('licences.full')}</Banner>}
      {nonCounting > 0 && <p>{t('licences.nonCounting', { count: nonCounting })}</p>}
    </Box>
  );
}
