import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const phases = ['reading', 'sending', 'matching', 'comparing', 'guarding', 'sealing', 'passwords', 'applying', 'committing', 'writing'] as const;

/** What long work is doing now, in words; undefined for a phase that has none. */
export function usePhaseText(): (phase: string) => string | undefined {
  const { t } = useTranslation('shell');
  return useCallback(
    (phase: string) => {
      const known = phases.find((other) => other === phase);
      return known && t(`phases.${known}`);
    },
    [t],
  );
}
