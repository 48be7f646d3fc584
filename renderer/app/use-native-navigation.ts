import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useBridge } from '../api/bridge-context.tsx';

/** Follows deep links, menu entries and files handed over by the operating system (C9). */
export function useNativeNavigation(): void {
  const bridge = useBridge();
  const navigate = useNavigate();
  useEffect(() => {
    const stopNavigate = bridge.on('navigate', ({ location }) => void navigate(location));
    const stopFile = bridge.on('fileOpened', ({ purpose, ...file }) => {
      void navigate(purpose === 'plan' ? '/history' : '/import', { state: { file, purpose } });
    });
    return () => {
      stopNavigate();
      stopFile();
    };
  }, [bridge, navigate]);
}
