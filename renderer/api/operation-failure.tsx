import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../ui/states/banner.tsx';
import { ErrorState } from '../ui/states/error-state.tsx';
import { Copyable } from '../ui/text/copyable.tsx';
import { problemOf } from './operation-error.ts';

/** What happened and what to do, in the language on screen, of anything thrown. */
export function useProblemText(): (error: unknown) => { title: string; advice: string } {
  const { t } = useTranslation('problems');
  return useCallback(
    (error: unknown) => {
      const { code, reason } = problemOf(error);
      return reason
        ? { title: t(`reason.${reason}.title`), advice: t(`reason.${reason}.advice`) }
        : { title: t(`code.${code}.title`), advice: t(`code.${code}.advice`) };
    },
    [t],
  );
}

interface FailureProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  action?: ReactNode;
}

/** A failed question, in the place of its answer (C14). */
export function OperationFailure({ error, onRetry, action }: FailureProps) {
  const text = useProblemText()(error);
  return <ErrorState {...text} requestId={problemOf(error).requestId} onRetry={onRetry} action={action} />;
}

/** A failed write, beside its button or in its dialog. */
export function OperationProblem({ error, action }: Pick<FailureProps, 'error' | 'action'>) {
  const { t } = useTranslation('ui');
  const { title, advice } = useProblemText()(error);
  const { requestId } = problemOf(error);
  return (
    <Banner meaning="gone" title={title} role="alert" actions={action}>
      <div>{advice}</div>
      {requestId !== undefined && <div>{t('requestId')} <Copyable text={requestId} label={t('copyRequestId')} /></div>}
    </Banner>
  );
}
