import { operationIds, operations } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { errorTable, reasons, type Reason } from '#shared/errors.ts';
import { generatedNote } from './note.ts';

const form = `
Every refusal is a problem document (RFC 9457, \`application/problem+json\`):

\`\`\`json
{
  "type": "urn:quarterdeck:error:conflict",
  "title": "Conflicts with the present state",
  "status": 409,
  "detail": "The last superadmin who can sign in stays one.",
  "code": "conflict",
  "reason": "last_superadmin",
  "requestId": "019a2b3c-…"
}
\`\`\`

\`code\` is one of the first table, \`reason\` one of the second, among those that the operation declares. \`details\` has values for a text about the reason; \`errors\` lists fields as \`{path, message}\`; \`current\` is the present record where a stale version was sent.

Where HTTP has a status of its own the code is the nearest one: a method that an address does not know is 405 \`not_found\` with \`Allow\`, another kind of body 415 \`invalid_input\`, a head that is too large 431 \`too_large\`, a request that arrives too slowly 408 \`unavailable\`. 429 and 503 carry \`Retry-After\`. A 500 says nothing but its request id; the log says the rest.
`;

/** Refusals that any operation can meet. */
const everywhere: Partial<Record<Reason, string>> = { key_reused: 'any POST with an Idempotency-Key', overloaded: 'any', shutting_down: 'any', link_invalid: 'the page of a one-time password link', set_by_policy: 'the console, by the policy of this computer' };

/** docs/errors.md: the codes and the reasons, from their tables. */
export function errorsDocument(): string {
  const codes = Object.entries(errorTable).map(([code, { status, title }]) => `| \`${code}\` | ${status ?? 'console only'} | ${title} |`);
  const used = reasons.map((reason) => `| \`${reason}\` | ${usersOf(reason)} |`);
  return `# Errors\n\n${generatedNote}\n${form}\n## Codes\n\n| Code | Status | Title |\n|---|---|---|\n${codes.join('\n')}\n\n## Reasons\n\n| Reason | Operations |\n|---|---|\n${used.join('\n')}\n`;
}

function usersOf(reason: Reason): string {
  const users = operationIds.filter((id) => (operations[id] as Operation).reasons.includes(reason)).map((id) => `\`${id}\``);
  return [...users, ...(everywhere[reason] === undefined ? [] : [everywhere[reason]])].join(', ');
}

/** Reasons that nothing can answer: they have no place in the table. */
export function unusedReasons(): Reason[] {
  return reasons.filter((reason) => usersOf(reason) === '');
}
