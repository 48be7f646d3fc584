import type { Handlers } from '../../http/handlers.ts';
import type { Samples } from './samples.service.ts';

export const samplesHandlers = (samples: Samples): Handlers<'samples.load'> => ({
  'samples.load': ({ actor }) => samples.load(actor),
});
