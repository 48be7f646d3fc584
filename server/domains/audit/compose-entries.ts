import { randomBytes } from 'node:crypto';
import { canonicalJson } from '#shared/canonical.ts';
import type { Actor } from '../../actor.ts';
import { isStorableText, storableJson, storableText } from '../../db/storable-text.ts';
import { isPersonTable, personalFields, secretChanged, secretFields, type AuditInput } from './audit-input.ts';
import { commitment, hashOf, type ChainEntry } from './chain.ts';

/** Where the chain ends: the number and hash of its last entry. */
export type Head = { sequence: number; hash: string };

const saltBytes = 16;

/**
 * Turns changes into entries that continue the chain at `head`. All entries of one call share the moment, the actor
 * and the actor's salt; each has a salt of its own for its record.
 *
 * @param at UTC with microseconds.
 */
export function composeEntries(head: Head, at: string, actor: Actor, inputs: readonly AuditInput[]): ChainEntry[] {
  const random = randomBytes(saltBytes * (inputs.length + 1));
  const saltNumber = (index: number): string => random.toString('hex', index * saltBytes, (index + 1) * saltBytes);
  const shared = actorPart(actor, saltNumber(inputs.length));
  let { sequence, hash } = head;
  return inputs.map((input, index) => {
    sequence += 1;
    const entry = composeEntry({ ...shared, sequence, at, previousHash: hash }, input, saltNumber(index));
    hash = entry.hash;
    return entry;
  });
}

type ActorPart = Pick<ChainEntry, 'actor' | 'onBehalfOf' | 'source' | 'sourceReference' | 'requestId' | 'client' | 'salts' | 'commitments'>;

function actorPart(actor: Actor, salt: string): ActorPart {
  const who = { id: actor.id, name: storableText(actor.name), email: storableText(actor.email) };
  const client = actor.client && { name: storableText(actor.client.name), version: storableText(actor.client.version), address: storableText(actor.client.address) };
  const commitments: Record<string, string> = {
    'actor.name': commitment(salt, 'actor.name', who.name),
    'actor.email': commitment(salt, 'actor.email', who.email),
  };
  if (client) commitments['client.address'] = commitment(salt, 'client.address', client.address);
  return {
    actor: who,
    onBehalfOf: null,
    source: actor.source,
    sourceReference: actor.sourceReference,
    requestId: actor.requestId,
    client,
    salts: { actor: salt },
    commitments,
  };
}

type Begun = ActorPart & Pick<ChainEntry, 'sequence' | 'at' | 'previousHash'>;

function composeEntry(begun: Begun, input: AuditInput, salt: string): ChainEntry {
  const changedFields = fieldsThatChanged(input.before, input.after);
  const before = withoutSecrets(input.before);
  const after = withoutSecrets(input.after);
  const recordLabel = storableText(input.recordLabel);
  const commitments = { ...begun.commitments };
  const personal = isPersonTable(input.table);
  if (personal) {
    const fields = personalFields[input.table]!;
    commitments['recordLabel'] = commitment(salt, 'recordLabel', recordLabel);
    commitFields(commitments, salt, 'before', before, fields);
    commitFields(commitments, salt, 'after', after, fields);
  }
  const unhashed: Omit<ChainEntry, 'hash'> = {
    ...begun,
    table: input.table,
    recordId: input.recordId,
    recordLabel,
    action: input.action,
    before,
    after,
    changedFields,
    salts: personal ? { ...begun.salts, record: salt } : begun.salts,
    commitments,
  };
  return { ...unhashed, hash: hashOf(unhashed) };
}

function commitFields(commitments: Record<string, string>, salt: string, side: 'before' | 'after', values: Record<string, unknown> | null, personal: ReadonlySet<string>): void {
  if (!values) return;
  for (const field of Object.keys(values)) {
    if (personal.has(field)) commitments[`${side}.${field}`] = commitment(salt, `${side}.${field}`, values[field] ?? null);
  }
}

/** The fields whose values differ, sorted; for a creation or removal, all of them. */
function fieldsThatChanged(before: AuditInput['before'], after: AuditInput['after']): string[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].filter((field) => !before || !after || !isSame(before[field], after[field])).sort();
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return (one ?? null) === (other ?? null);
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** A3. The result is also what both databases give back unchanged, so that the hash can be computed again. */
function withoutSecrets(values: AuditInput['before']): Record<string, unknown> | null {
  if (!values) return null;
  const result: Record<string, unknown> = {};
  for (const field of Object.keys(values)) {
    const value = values[field];
    if (value === undefined) continue;
    result[field] = secretFields.has(field) && value !== null ? secretChanged : storable(value);
  }
  return result;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return isStorableText(value) ? value : storableText(value);
  return typeof value === 'object' && value !== null ? JSON.parse(storableJson(value)) : value;
}
