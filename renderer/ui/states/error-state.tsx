import Button from '@mui/material/Button';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../text/copyable.tsx';
import { StateBox } from './state-layout.tsx';

interface ErrorStateProps {
  /** What happened, to what. */
  title: string;
  /** What to do. */
  advice: string;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** Another way on than trying again. */
  action?: ReactNode;
}

/** An error where the content would stand: what happened, what to do, and the id to report (C14). */
export function ErrorState({ title, advice, requestId, onRetry, action }: ErrorStateProps) {
  const { t } = useTranslation('ui');
  return (
    <StateBox role="alert">
      <CircleAlert className="state-icon is-error" aria-hidden />
      <p className="state-title">{title}</p>
      <p className="state-text">{advice}</p>
      {(onRetry ?? action) && (
        <div className="state-actions">
          {onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
          {action}
        </div>
      )}
      {requestId !== undefined && (
        <div className="state-request">
          <span>{t('requestId')}</span>
          <Copyable text={requestId} label={t('copyRequestId')} />
        </div>
      )}
    </StateBox>
  );
}
