import Fastify from 'fastify';
import { z } from 'zod';
import { user } from '#shared/schemas/users.ts';

/** The peer of the request bench: the least that Fastify and zod do to read the same parameters and give the same answer. */
const parameters = z.object({ id: z.uuid() });
const server = Fastify();

process.once('message', (person) => {
  server.get('/users/:id', (request) => {
    const { id } = parameters.parse(request.params);
    return user.parse({ ...(person as object), id });
  });
  void server.listen({ port: 0, host: '127.0.0.1' }).then((url) => process.send?.(url));
});
