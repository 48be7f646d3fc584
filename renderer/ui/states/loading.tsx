import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';

const Lines = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12 });
const widths = ['40%', '85%', '70%', '78%', '52%', '66%'];

/** The shape of text that is on its way; seen only after 200 ms. */
export function LoadingLines({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation('ui');
  return (
    <Lines role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} width={widths[line % widths.length] ?? '60%'} height={12} />
      ))}
    </Lines>
  );
}
