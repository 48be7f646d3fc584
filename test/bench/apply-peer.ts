import type { DatabaseSettings } from '../../server/db/database.ts';
import { runScript, timedScript } from './command-line.ts';
import type { Run } from './measuring.ts';
import { compared, diffScript } from './plan-peer.ts';

/** The changed people as they were and as they become, written to a table of audit rows by plain SQL. */
function script(settings: DatabaseSettings): string {
  const object = settings.kind === 'sqlite' ? 'json_object' : 'json_build_object';
  const state = (alias: string, names: readonly string[]): string => `${object}(${names.flatMap((name) => [`'${name}'`, `${alias}.${name}`]).join(', ')})`;
  const before = state('u', compared.map(([, column]) => column));
  const after = state('s', compared.map(([cell]) => cell));
  const id = settings.kind === 'sqlite' ? "lower(hex(randomblob(16)))" : 'gen_random_uuid()::text';
  const key = settings.kind === 'sqlite' ? 'integer primary key' : 'bigserial primary key';
  const assignments = compared.map(([cell, column]) => `${column} = s.${cell}`).join(', ');
  return `${settings.kind === 'sqlite' ? 'pragma journal_mode = wal; pragma synchronous = full;' : ''}
create table plain_audit (sequence ${key}, at text, action text, record_id text, before text, after text);
begin;
insert into plain_audit (at, action, record_id, before, after)
  select '2026-01-01', d.what, d.id, ${before}, ${after} from difference d join stage s on s.username = d.username left join users u on u.id = d.id where d.what <> 'gone';
insert into plain_audit (at, action, record_id, before, after)
  select '2026-01-01', d.what, d.id, ${before}, null from difference d join users u on u.id = d.id where d.what = 'gone';
update users set ${assignments}, version = version + 1 from stage s, difference d where d.what = 'changed' and d.username = s.username and users.id = d.id;
update users set platform_role = 'deactivated', licensed = 0, role_rank = 0, version = version + 1 where id in (select id from difference where what = 'gone');
insert into users (id, username, username_key, email, email_key, display_name, first_name, last_name, job_title, company, department, external_id, business_phone, locale, platform_role, kind, identity_source, created_source, created_at, updated_at, search_text, sort_name, sort_job_title, sort_company, sort_department, role_rank, licensed)
  select ${id}, s.username, s.username, s.email, s.email, s.display_name, s.first_name, s.last_name, s.job_title, s.company, s.department, s.external_id, s.business_phone, 'en', 'user', 'person', 'local', 'import', '2026-01-01', '2026-01-01',
    lower(s.username), lower(s.display_name), lower(s.job_title), lower(s.company), lower(s.department), 2, 1
  from difference d join stage s on s.username = d.username where d.what = 'new';
commit;
select 'applied', count(*) from plain_audit;
`;
}

/** The same changes by the database's own program, after an import and a diff that are not timed. */
export async function applyByCommandLine({ settings }: { settings: DatabaseSettings }, folder: string, file: string): Promise<Run> {
  runScript(settings, folder, diffScript(settings, file), 'gone');
  return timedScript(settings, folder, script(settings), 'applied');
}
