import type { Permission } from '#shared/permissions.ts';
import type { Foundation } from '../../foundation.ts';
import type { Call, Handlers, PublicCall } from '../../http/handlers.ts';
import type { LocalSession } from './local-session.service.ts';
import { serverInfo, type Sessions } from './session.service.ts';
import type { Origin, Setup } from './setup.service.ts';
import type { Tokens } from './tokens.service.ts';

type SessionIds = 'server.info' | 'setup.complete' | 'session.local' | 'session.get' | 'session.setPassword' | 'tokens.list' | 'tokens.create' | 'tokens.revoke';

export type SessionServices = { sessions: Sessions; tokens: Tokens; setup: Setup; localSession: Pick<LocalSession, 'start'> };

const originOf = ({ requestId, client }: Call | PublicCall): Origin => ({ requestId, client });

export function sessionHandlers(foundation: Foundation, { sessions, tokens, setup, localSession }: SessionServices): Handlers<SessionIds> {
  return {
    'server.info': () => serverInfo(foundation),
    'setup.complete': (call, input) => setup.complete({ ...input, displayName: input.displayName ?? '' }, originOf(call)),
    'session.local': (call, input) => localSession.start(input, originOf(call)),
    'session.get': ({ principal }) => sessions.get(principal),
    'session.setPassword': async ({ principal }, input) => {
      await sessions.setPassword(principal, input);
      return {};
    },
    'tokens.list': async ({ principal }) => ({ items: await tokens.list(principal) }),
    'tokens.create': ({ principal }, input) => tokens.create(principal, { ...input, scope: input.scope as Permission[] | null }),
    'tokens.revoke': async ({ principal }, { id }) => {
      await tokens.revoke(principal, id);
      return {};
    },
  };
}
