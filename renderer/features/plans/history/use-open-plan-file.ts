import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { ChosenFile } from '#shared/ipc.ts';
import type { OperationError } from '../../../api/operation-error.ts';
import { useNativeCall } from '../../../api/use-native-call.ts';

interface HandedOver {
  file?: ChosenFile;
  purpose?: string;
}

/** M15: opens a saved plan from a file that the person chooses or that the operating system hands over. */
export function useOpenPlanFile(): { choose: () => void; busy: boolean; error: OperationError | null } {
  const navigate = useNavigate();
  const client = useQueryClient();
  const location = useLocation();
  const open = useNativeCall('plans.openFile', {
    onSuccess: ({ planId }) => {
      void client.invalidateQueries({ queryKey: ['plans.list'] });
      void navigate(`/plans/${planId}`);
    },
  });
  const choose = useNativeCall('files.choose', { onSuccess: (file) => { if (file) open.mutate({ handle: file.handle }); } });
  const { mutate } = open;
  const handedOver = location.state as HandedOver | null;
  const handle = handedOver?.purpose === 'plan' ? handedOver.file?.handle : undefined;
  useEffect(() => {
    if (handle === undefined) return;
    // Taken once: coming back to this screen must not open it again.
    void navigate('.', { replace: true, state: null });
    mutate({ handle });
  }, [handle, mutate, navigate]);
  return { choose: () => { choose.mutate({ purpose: 'plan' }); }, busy: choose.isPending || open.isPending, error: open.error ?? choose.error };
}
