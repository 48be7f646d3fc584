import type { Handlers } from '../../http/handlers.ts';
import type { Organizations } from './organizations.service.ts';

export const organizationsHandlers = (organizations: Organizations): Handlers<'organizations.list' | 'organizations.export'> => ({
  'organizations.list': (_call, input) => organizations.list(input),
  'organizations.export': (_call, input) => organizations.export(input),
});
