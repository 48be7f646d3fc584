import Button from '@mui/material/Button';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../ui/states/error-state.tsx';

/** A defect of the console itself, in the place of what failed. */
export function Defect({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('shell');
  const message = error instanceof Error ? error.message : String(error);
  return (
    <ErrorState
      title={t('defect.title')}
      advice={`${t('defect.advice')} (${message})`}
      onRetry={onRetry}
      action={<Button onClick={() => { window.location.assign('/'); }}>{t('defect.overview')}</Button>}
    />
  );
}

/** Catches what goes wrong while drawing, so that one defect does not leave an empty window. */
export class DefectBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <Defect error={this.state.error} onRetry={() => { this.setState({ error: undefined }); }} />;
  }
}
