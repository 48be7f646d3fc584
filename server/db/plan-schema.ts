import type { Generated } from 'kysely';

/** The tables of plans as Kysely sees them; see schema.ts for the rest. */

export type PlanRecord = {
  id: string;
  mode: string;
  state: string;
  title: string;
  search_text: string;
  bulk: string | null;
  selection: string | null;
  options: string | null;
  counts: string;
  brake: string | null;
  seats: string | null;
  hash: string | null;
  key_id: string | null;
  signature: string | null;
  sealed_header: string | null;
  created_at: string;
  created_by: string;
  created_by_name: string;
  computed_at: string | null;
  expires_at: string;
  applied_at: string | null;
  applied_by: string | null;
  applied_by_name: string | null;
  undoes: string | null;
  undone_by: string | null;
  failure: string | null;
  job: string | null;
  job_owner: string | null;
  job_beat_at: string | null;
  job_cancelled: Generated<number>;
  job_phase: string | null;
  job_done: Generated<number>;
  job_total: number | null;
  matched_sequence: Generated<number>;
  pristine: Generated<number>;
  version: Generated<number>;
};

export type PlanFileRecord = {
  plan_id: string;
  file: number;
  name: string;
  sha256: string;
  size: number;
  columns: string;
  column_names: string;
  rows: Generated<number>;
};

export type PlanApproval = {
  plan_id: string;
  user_id: string;
  user_name: string;
  hash: string;
  at: string;
};

export type PlanPassword = {
  plan_id: string;
  number: number;
  password_hash: string;
};

export type PlanRowRecord = {
  plan_id: string;
  number: number;
  file: number | null;
  line: number | null;
  origin: string;
  username: string | null;
  username_key: string | null;
  email: string | null;
  email_key: string | null;
  platform_role: string | null;
  display_name: string | null;
  can_join_teams: number | null;
  can_create_organizations: number | null;
  can_create_workspaces: number | null;
  can_create_private_workspaces: number | null;
  can_invite_guests: number | null;
  must_reset_password: number | null;
  first_name: string | null;
  last_name: string | null;
  job_title: string | null;
  business_phone: string | null;
  mobile_phone: string | null;
  company: string | null;
  department: string | null;
  external_id: string | null;
  organizations: string | null;
  roles: string | null;
  has_password: Generated<number>;
  staged_issues: string | null;
  set_aside: Generated<number>;
  match_external: string | null;
  match_username: string | null;
  match_email: string | null;
  conflict: string | null;
  user_id: string | null;
  user_version: number | null;
  action: string | null;
  label: string | null;
  changes: string | null;
  issues: string | null;
  dangerous: Generated<number>;
  loses: Generated<number>;
  seat_delta: Generated<number>;
  sort_rank: Generated<number>;
  search_text: string | null;
  last_active_at: string | null;
  applied_version: number | null;
};
