import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { forEachServer } from '../support/server.ts';

describe('streams', () => {
  forEachServer((_kind, servers) => {
    it('send one document a line and say at the end how many there were', async () => {
      const server = await servers.start();
      const { token, client } = await server.person('superadmin');
      await server.person('user');
      const answer = await server.fetch('/api/v1/users/export', { headers: { authorization: `Bearer ${token}` } });
      expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
      const lines = (await answer.text()).split('\n');
      expect(lines.pop()).toBe('');
      expect(JSON.parse(lines.pop()!)).toEqual({ $end: { lines: 2 } });
      expect(lines.map((line) => (JSON.parse(line) as { platformRole: string }).platformRole).toSorted()).toEqual(['superadmin', 'user']);
      const names: string[] = [];
      for await (const user of client.stream('users.export', {})) names.push(user.username);
      expect(names).toHaveLength(2);
    });

    it('what fails before the first line is an ordinary refusal', async () => {
      const server = await servers.start();
      const { client } = await server.person('superadmin');
      const read = async (): Promise<void> => {
        for await (const row of client.stream('plans.exportRows', { id: '01990000-0000-7000-8000-000000000000' })) void row;
      };
      await expect(read()).rejects.toMatchObject({ code: 'not_found' });
      await expect((async () => { for await (const user of server.anonymous.stream('users.export', {})) void user; })()).rejects.toMatchObject({ code: 'not_signed_in' });
    });

    it('a reader that goes away in the middle leaves the server well', async () => {
      const server = await servers.start();
      const { token, client } = await server.person('superadmin');
      for (let index = 0; index < 30; index += 1) await server.person('user');
      for (let time = 0; time < 5; time += 1) {
        await new Promise<void>((resolve) => {
          const reading = request(`${server.url}/api/v1/users/export`, { headers: { authorization: `Bearer ${token}` } }, (answer) => {
            answer.once('data', () => reading.destroy());
            answer.once('close', resolve);
          });
          reading.on('error', () => resolve());
          reading.end();
        });
      }
      expect((await client.call('users.list', {})).items).toHaveLength(31);
    });
  });
});
