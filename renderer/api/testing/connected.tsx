import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Bridge, ConnectionStatus } from '#shared/ipc.ts';
import { BridgeProvider } from '../bridge-context.tsx';
import { ConnectionStatusProvider } from '../connection-status.tsx';
import { ListNewsProvider } from '../list-news.tsx';
import { LiveChanges } from '../live-changes.tsx';
import { createQueryClient } from '../query-client.ts';

const online: ConnectionStatus = { connectionId: 'c', state: 'online', since: '2026-11-24T08:00:00.000Z' };

/** Everything the hooks of this folder expect around them, for tests. */
export function Connected({ bridge, status = online, children }: { bridge: Bridge; status?: ConnectionStatus; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <BridgeProvider bridge={bridge}>
      <ConnectionStatusProvider status={status}>
        <QueryClientProvider client={client}>
          <ListNewsProvider>
            <LiveChanges />
            {children}
          </ListNewsProvider>
        </QueryClientProvider>
      </ConnectionStatusProvider>
    </BridgeProvider>
  );
}
