import { onlineManager } from '@tanstack/react-query';
import { createContext, use, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ConnectionStatus } from '#shared/ipc.ts';

const StatusContext = createContext<ConnectionStatus | undefined>(undefined);

/** Makes the state of the connection known to every question and screen below (C5). */
export function ConnectionStatusProvider({ status, children }: { status: ConnectionStatus; children: ReactNode }) {
  const online = status.state === 'online';
  // Questions are asked in effects below this one, which run first: the first state must be known before them.
  useState(() => { onlineManager.setOnline(online); });
  useEffect(() => {
    onlineManager.setOnline(online);
  }, [online]);
  return <StatusContext value={status}>{children}</StatusContext>;
}

export function useConnectionStatus(): ConnectionStatus {
  const status = use(StatusContext);
  if (!status) throw new Error('useConnectionStatus needs a ConnectionStatusProvider above it');
  return status;
}

/** Whether the server answers. Editing is disabled while it does not (C5). */
export function useOnline(): boolean {
  return useConnectionStatus().state === 'online';
}
