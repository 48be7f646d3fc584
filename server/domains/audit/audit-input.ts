/**
 * One change as a domain tells it to the audit log (A2). `before` is null for what did not exist, `after` for what is
 * gone; the changed fields, secrets (A3) and commitments to personal values (A4) follow from the two.
 */
export type AuditInput = {
  /** The noun as the log names it: `users`, `plans`, `tokens`, `settings`. */
  table: string;
  recordId: string;
  /** What a person would call the record at this moment. */
  recordLabel: string;
  /** `noun.verb`, one of the actions that the contract declares. */
  action: string;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
};

/** A3: fields whose values never enter the log, whatever table they stand in. */
export const secretFields: ReadonlySet<string> = new Set(['password', 'passwordHash', 'secret', 'secretHash', 'token', 'clientSecret', 'recoveryCodes', 'privateKey']);

/** What the log says instead. */
export const secretChanged = '[secret changed]';

/** A4: fields whose values are about a person, by table. They enter the chain as salted hashes and can be erased. */
export const personalFields: Readonly<Record<string, ReadonlySet<string>>> = {
  users: new Set(['username', 'email', 'displayName', 'firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone', 'company', 'department', 'externalId']),
};

/** Tables whose records are people: their label is a name. */
export const isPersonTable = (table: string): boolean => Object.hasOwn(personalFields, table);
