import type { DatabaseSettings } from '../../server/db/database.ts';
import { timedScript } from './command-line.ts';
import type { Run } from './measuring.ts';
import { fileColumns } from './people.ts';

const columns = fileColumns.map((name) => name.replaceAll(' ', '_'));
/** Cells of the file and the columns of `users` that hold the same. */
export const compared = [
  ['display_name', 'display_name'], ['first_name', 'first_name'], ['last_name', 'last_name'], ['job_title', 'job_title'], ['company', 'company'],
  ['department', 'department'], ['external_id', 'external_id'], ['business_phone', 'business_phone'], ['role', 'platform_role'],
] as const;

/** What an administrator with the database's own program would do: load the file, then ask for new, changed and gone. */
export function diffScript(settings: DatabaseSettings, file: string): string {
  const different = compared.map(([cell, column]) => `s.${cell} is distinct from u.${column}`).join(' or ');
  const diff = `
create table difference as
  select s.username, u.id, case when u.id is null then 'new' else 'changed' end as what from stage s left join users u on u.username_key = s.username where u.id is null or ${different}
  union all
  select u.username, u.id, 'gone' from users u where u.protected = 0 and not exists (select 1 from stage s where s.username = u.username_key);
select what, count(*) from difference group by what;`;
  const table = `create table stage (${columns.map((column) => `${column} text`).join(', ')});`;
  if (settings.kind === 'sqlite') {
    return `pragma journal_mode = wal; pragma synchronous = full;\n${table}\n.import --csv --skip 1 ${file} stage\ncreate index stage_username on stage (username);\n${diff}\n`;
  }
  return `${table}\n\\copy stage from '${file}' with (format csv, header)\ncreate index stage_username on stage (username); analyze stage;\n${diff}\n`;
}

/** Runs it on a copy of the database that the product has. */
export const diffByCommandLine = ({ settings }: { settings: DatabaseSettings }, folder: string, file: string): Promise<Run> => timedScript(settings, folder, diffScript(settings, file), 'gone');
