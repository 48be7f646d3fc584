import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { permits } from '#shared/permissions.ts';
import type { Grants, Permission } from '#shared/permissions.ts';
import type { Session } from '#shared/schemas/server.ts';

const SessionContext = createContext<Session | undefined>(undefined);

/** `session` is undefined while nobody is signed in or the server has not answered yet. */
export function SessionProvider({ session, children }: { session: Session | undefined; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who uses the console on this connection, if the server has said so; for what is there without it as well. */
export function useSessionIfAny(): Session | undefined {
  return use(SessionContext);
}

/** Who uses the console on this connection, and what they may do. Screens of the server stand below a session. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession needs a signed-in SessionProvider above it');
  return session;
}

/** Whether the person may do this, as in `usePermission('users:admin')`. The server decides all the same. */
export function usePermission(permission: Permission): boolean {
  return permits((useSessionIfAny()?.grants ?? {}) as Grants, permission);
}
