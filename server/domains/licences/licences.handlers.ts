import type { Foundation } from '../../foundation.ts';
import type { Handlers } from '../../http/handlers.ts';
import { countSeats } from './count-seats.ts';

/** L1, L5: the licence counter. */
export const licencesHandlers = ({ database }: Foundation): Handlers<'licences.get'> => ({
  'licences.get': () => countSeats(database.db),
});
