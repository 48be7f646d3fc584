import { z } from 'zod';
import { operationIds, operations } from '#shared/contract/index.ts';
import { pathParameters, type Operation } from '#shared/contract/operation.ts';
import { apiBase, travelsInQuery } from '#shared/wire.ts';
import { announcementEvents, changeReaders } from '../../server/http/event-visibility.ts';
import { defaultLimits } from '../../server/http/limits.ts';
import { generatedNote } from './note.ts';

type JsonSchema = { type?: string | string[]; enum?: unknown[]; const?: unknown; items?: JsonSchema; anyOf?: JsonSchema[]; oneOf?: JsonSchema[]; properties?: Record<string, JsonSchema>; required?: string[]; default?: unknown; maximum?: number; maxLength?: number };

const minutes = (perMinute: number): string => perMinute.toLocaleString('en');

const conventions = `
## Conventions

- Everything lies under \`${apiBase}\`; bodies and answers are JSON; times are UTC, ISO 8601; ids are UUIDv7.
- **Token**: \`Authorization: Bearer qd_…\`. Each operation below names the permission it needs; \`self\` is anybody signed in, \`public\` anybody.
- **Input**: fields named in the path travel in it. With GET and DELETE the others are the query (lists as repeated keys), else the JSON body. Unknown fields are refused.
- **Refusals** are RFC 9457 problems (\`application/problem+json\`): see [errors.md](errors.md).
- **Lists** answer \`items\`, \`nextCursor\` and \`total\` (exact up to 10,000). A cursor is signed and belongs to its operation, filter and sort.
- **Versions**: an operation marked *If-Match* wants the version of the record that you saw, as \`If-Match: "3"\`: 428 without, 412 with the present record when it is stale. Answers about one record carry it as \`ETag\`.
- **Idempotency-Key**: any POST may carry one (16 to 200 visible characters). Within 24 hours the same key with the same request gets the same answer, marked \`Idempotency-Replayed: true\`, also while the first is still running; with another request it is 409 \`key_reused\`. Without a key every request counts. Answers are stored encrypted under a key made from yours, so that no secret in them can be read in the database.
- **Streams** (\`application/x-ndjson\`) send one document a line. The last line is \`{"$end":{"lines":N}}\`, or \`{"$error":{…}}\` with a problem. A stream without such a line was cut off.
- **X-Request-Id** is kept when it is 8 to 64 letters, digits, dots, colons, dashes or underscores, else made; it stands in the answer, in problems, in the log and in the audit log.
- **Limits**: ${minutes(defaultLimits.perToken)} requests a minute with one token, ${minutes(defaultLimits.perAddress)} from one address (429 with \`Retry-After\`); a server with too much to do answers 503 with \`Retry-After\`. Bodies are at most 1 MB unless an operation says more.
- \`GET ${apiBase}/openapi.json\` is this table as OpenAPI 3.1. \`/healthz\` and \`/readyz\` tell whether the server is alive and ready; \`/metrics\` (Prometheus) answers the machine itself, and others with a token that has \`logs:reader\`.
`;

function eventsSection(): string {
  const readers = Object.entries(changeReaders).map(([table, permission]) => `\`${table}\` to \`${permission}\``);
  const announcements = Object.entries(announcementEvents).map(([event, permission]) => `- \`${event}\`, without id, to those who hold \`${permission}\`: news of the moment, such as how far a job is.`);
  return `
## Live changes

\`GET ${apiBase}/events\` sends server-sent events. It resumes after \`Last-Event-ID\`, which is a number of the audit log.

- \`change\`, with id: \`{table, recordId, action, sequence}\`. Changes are told to those who may read the table: ${readers.join(', ')}, any other to \`audit_log:reader\`; and to whoever made the change.
- \`lost\`, with id: more has changed than is told one by one; read anew whatever is on screen.
${announcements.join('\n')}
- \`ended\`: the token no longer counts. The stream ends.
`;
}

/** docs/api.md: every operation, from the table. */
export function apiDocument(): string {
  const nouns = [...new Set(operationIds.map((id) => id.split('.')[0] ?? ''))];
  const sections = nouns.map((noun) => `\n## ${noun}\n${operationIds.filter((id) => id.startsWith(`${noun}.`)).map((id) => operationSection(operations[id])).join('')}`);
  return `# API\n\n${generatedNote}\n${conventions}${eventsSection()}${sections.join('')}`;
}

function operationSection(operation: Operation): string {
  const { id, method, path, permission, summary, reasons, audit, bodyLimit } = operation;
  const facts = [
    `Permission \`${permission}\`.`,
    operation.ifMatch ? 'If-Match.' : '',
    operation.stream ? 'Stream.' : '',
    bodyLimit === undefined ? '' : `Body up to ${bodyLimit / 1_048_576} MB.`,
    'none' in audit ? `Audit: none (${audit.none}).` : `Audit: ${audit.map((action) => `\`${action}\``).join(', ')}.`,
    reasons.length === 0 ? '' : `Reasons: ${reasons.map((reason) => `\`${reason}\``).join(', ')}.`,
  ];
  return `\n### ${id}\n\n\`${method} ${apiBase}${path}\`\n\n${summary} ${facts.filter((fact) => fact !== '').join(' ')}\n${inputTable(operation)}`;
}

function inputTable(operation: Operation): string {
  const { properties = {}, required = [] } = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const inPath = pathParameters(operation.path);
  const rows = Object.entries(properties).map(([name, schema]) => {
    const place = inPath.includes(name) ? 'path' : operation.ifMatch && name === 'version' ? 'If-Match' : travelsInQuery(operation) ? 'query' : 'body';
    const fallback = schema.default === undefined ? '' : ` = \`${JSON.stringify(schema.default)}\``;
    return `| \`${name}\`${required.includes(name) ? '' : ' (optional)'} | ${place} | ${typeOf(schema)}${fallback} |`;
  });
  return rows.length === 0 ? '' : `\n| Input | In | Type |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** A schema in a few words. */
function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  if (schema.type === 'object' && schema.properties) {
    return `{ ${Object.entries(schema.properties).map(([name, inner]) => `${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(inner)}`).join('; ')} }`;
  }
  const most = schema.maxLength === undefined ? '' : ` of at most ${schema.maxLength}`;
  return `${Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything')}${most}`;
}
