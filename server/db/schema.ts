import type { Generated } from 'kysely';
import type { PlanRecord, PlanFileRecord, PlanApproval, PlanPassword, PlanRowRecord } from './plan-schema.ts';

/**
 * The tables as Kysely sees them; the same on SQLite and PostgreSQL. Truth values are 0 and 1, times UTC text,
 * JSON text. See the migrations for what each column means.
 */

export type Installation = {
  id: number;
  name: string;
  deployment: string;
  licence_capacity: number | null;
  admin_level_enabled: Generated<number>;
  brake_percent: Generated<number>;
  brake_floor: Generated<number>;
  brake_maximum: Generated<number>;
  second_approval: Generated<number>;
  version: Generated<number>;
};

export type SigningKey = {
  id: string;
  public_key: string;
  private_key: string;
  created_at: string;
  retired_at: string | null;
};

export type UserRecord = {
  id: string;
  username: string;
  username_key: string;
  email: string;
  email_key: string;
  display_name: string;
  first_name: string | null;
  last_name: string | null;
  job_title: string | null;
  business_phone: string | null;
  mobile_phone: string | null;
  company: string | null;
  department: string | null;
  external_id: string | null;
  locale: string;
  platform_role: string;
  former_role: string | null;
  deactivated_by: string | null;
  kind: string;
  identity_source: string;
  created_source: string;
  mfa_enabled: Generated<number>;
  can_join_teams: Generated<number>;
  can_create_organizations: Generated<number>;
  can_create_workspaces: Generated<number>;
  can_create_private_workspaces: Generated<number>;
  can_invite_guests: Generated<number>;
  must_reset_password: Generated<number>;
  non_counting: Generated<number>;
  protected: Generated<number>;
  password_hash: string | null;
  last_active_at: string | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
  deleted_identity: string | null;
  search_text: string;
  sort_name: string;
  sort_job_title: string;
  sort_company: string;
  sort_department: string;
  organization_count: Generated<number>;
  role_rank: number;
  licensed: number;
  version: Generated<number>;
};

export type UserRole = {
  user_id: string;
  role_key: string;
  granted_by: string | null;
  granted_at: string;
};

export type OrganizationRecord = {
  id: string;
  slug: string;
  slug_key: string;
  name: string;
  name_key: string;
  search_text: string;
  description: Generated<string>;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
  version: Generated<number>;
};

export type OrganizationMember = {
  organization_id: string;
  user_id: string;
  role: string;
  added_at: string;
};

export type TokenRecord = {
  id: string;
  user_id: string;
  kind: string;
  name: string;
  secret_hash: string;
  scope: string | null;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  ended_at: string | null;
};

export type OneTimeLink = {
  id: string;
  purpose: string;
  user_id: string | null;
  secret_hash: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
};

export type IdempotencyKey = {
  owner: string;
  key: string;
  operation: string;
  body_hash: string;
  status: number | null;
  answer: string | null;
  created_at: string;
};

export type AuditRecord = {
  sequence: number;
  at: string;
  actor_id: string | null;
  actor_name: string;
  actor_email: string;
  on_behalf_id: string | null;
  on_behalf_name: string | null;
  source: string;
  source_reference: string | null;
  table_name: string;
  record_id: string;
  record_label: string;
  action: string;
  before: string | null;
  after: string | null;
  changed_fields: string;
  request_id: string | null;
  client_name: string | null;
  client_version: string | null;
  client_address: string | null;
  salt: string | null;
  commitments: string;
  previous_hash: string;
  hash: string;
};

export type AuditCheckpoint = {
  sequence: number;
  hash: string;
  at: string;
  count: number;
  reason: string;
  key_id: string;
  signature: string;
};

export type Schema = {
  installation: Installation;
  signing_keys: SigningKey;
  users: UserRecord;
  user_roles: UserRole;
  organizations: OrganizationRecord;
  organization_members: OrganizationMember;
  tokens: TokenRecord;
  one_time_links: OneTimeLink;
  idempotency_keys: IdempotencyKey;
  audit_entries: AuditRecord;
  audit_checkpoints: AuditCheckpoint;
  plans: PlanRecord;
  plan_files: PlanFileRecord;
  plan_approvals: PlanApproval;
  plan_passwords: PlanPassword;
  plan_rows: PlanRowRecord;
};
