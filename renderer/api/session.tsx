import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { permits } from '#shared/permissions.ts';
import type { Grants, Permission } from '#shared/permissions.ts';
import type { Session } from '#shared/schemas/server.ts';

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who uses the console on this connection, and what they may do. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above it');
  return session;
}

/** Whether the person may do this, as in `usePermission('users:admin')`. The server decides all the same. */
export function usePermission(permission: Permission): boolean {
  return permits(useSession().grants as Grants, permission);
}
