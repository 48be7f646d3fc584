import type { Handlers } from '../../http/handlers.ts';
import type { Overview } from './overview.service.ts';

export const overviewHandlers = (overview: Overview): Handlers<'overview.get'> => ({
  'overview.get': () => overview.get(),
});
