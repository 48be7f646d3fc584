/**
 * The one table of error codes (api.md): every refusal of the server and of the console carries one of them.
 * Source: RFC 9457 problem details; `status` is the HTTP status, null for codes that only the console can raise.
 */
export const errorTable = {
  invalid_input: { status: 400, title: 'The input is not valid' },
  not_signed_in: { status: 401, title: 'Sign-in is required' },
  not_allowed: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  already_exists: { status: 409, title: 'Already exists' },
  conflict: { status: 409, title: 'Conflicts with the present state' },
  version_conflict: { status: 412, title: 'Changed by someone else in the meantime' },
  too_large: { status: 413, title: 'Too large' },
  precondition_required: { status: 428, title: 'The version of the record is required' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
  storage_full: { status: 507, title: 'No space left in storage' },
  unreachable: { status: null, title: 'The server cannot be reached' },
  cancelled: { status: null, title: 'Cancelled' },
  timed_out: { status: null, title: 'No answer in time' },
} as const satisfies Record<string, { status: number | null; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/**
 * Why an operation refused, beyond its code. Declared per operation in the contract; the renderer translates each.
 * The rule that a reason enforces stands beside it.
 */
export const reasons = [
  'last_superadmin', // U6
  'own_account', // U7
  'above_own_level', // U8
  'username_taken', // U2
  'email_taken', // U2
  'external_id_taken', // M9
  'field_owned_by_provider', // U11
  'contact_cannot_sign_in', // U5
  'not_deleted',
  'restore_expired', // U10
  'admin_level_disabled', // U3
  'unknown_role',
  'unknown_organization',
  'setup_already_done', // X6
  'setup_link_invalid', // X6
  'secret_invalid', // X6
  'link_invalid', // U12
  'password_too_weak', // U12
  'token_scope_exceeds_owner', // X5
  'expiry_too_late', // X5
  'samples_present',
  'plan_not_open', // M16
  'plan_not_ready',
  'plan_busy',
  'plan_expired', // M20
  'plan_changed', // M15: the hash is not this plan's
  'plan_file_altered', // M15
  'plan_of_another_server', // M15
  'people_changed', // M16
  'hold_not_confirmed', // M14
  'count_mismatch', // M14
  'credential_rejected', // M14
  'approval_missing', // M14
  'approval_by_maker', // M14
  'hard_stop', // M14
  'nothing_to_apply',
  'nothing_to_undo', // M18
  'too_many_rows', // M4
  'rows_out_of_order',
  'unknown_column', // M2
  'row_not_found',
  'key_reused', // the idempotency key was used for another body
  'overloaded',
  'shutting_down',
  'set_by_policy', // C8: only the console refuses so
] as const;

export type Reason = (typeof reasons)[number];

/** A refusal at one field of the input: `path` as in `mapping.2.field`. */
export type FieldError = { path: string; message: string };

/** What travels over the wire (application/problem+json) and over IPC. */
export type Problem = {
  code: ErrorCode;
  reason?: Reason | undefined;
  message: string;
  /** Values for the translated text of the reason (names, counts). */
  details?: Record<string, unknown> | undefined;
  errors?: FieldError[] | undefined;
  requestId?: string | undefined;
  /** The current record, when a stale version was sent (412). */
  current?: unknown;
};

/** The one error class: everything that is refused on purpose is one of these; all else is a defect and answers `internal`. */
export class AppError extends Error {
  readonly problem: Problem;

  constructor(code: ErrorCode, message: string, more: Omit<Problem, 'code' | 'message'> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.problem = { code, message, ...more };
  }

  get code(): ErrorCode {
    return this.problem.code;
  }

  get reason(): Reason | undefined {
    return this.problem.reason;
  }
}

/** The HTTP status of a code; console-only codes have none and count as 500 should a server ever raise one. */
export function statusOf(code: ErrorCode): number {
  return errorTable[code].status ?? 500;
}
