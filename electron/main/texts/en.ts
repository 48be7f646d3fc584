import type { TaskKind } from '#shared/ipc.ts';
import type { PlanAction, PlanIssueCode } from '#shared/schemas/plans.ts';

/** Texts of menus, notifications and written files; everything on screen is the renderer's. */
export const en = {
  localConnection: 'This computer',
  menu: {
    file: 'File', importFile: 'Import a file of people…', openPlan: 'Open a saved plan…', close: 'Close window', quit: 'Quit Quarterdeck',
    edit: 'Edit', undo: 'Undo', redo: 'Redo', cut: 'Cut', copy: 'Copy', paste: 'Paste', selectAll: 'Select all',
    view: 'View', actualSize: 'Actual size', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fullScreen: 'Full screen', reload: 'Reload', developerTools: 'Developer tools',
    go: 'Go', overview: 'Overview', users: 'Users', import: 'Import', history: 'History', connections: 'Connections', settings: 'Settings…', back: 'Back', forward: 'Forward',
    window: 'Window', minimize: 'Minimize', help: 'Help', logs: 'Show log files', about: 'About Quarterdeck',
    hide: 'Hide Quarterdeck', hideOthers: 'Hide others', showAll: 'Show all', services: 'Services',
  },
  dialog: {
    people: 'Choose a file of people', plan: 'Choose a saved plan', authority: 'Choose a certificate',
    peopleFiles: 'CSV and Excel', planFiles: 'Quarterdeck plans', authorityFiles: 'Certificates', allFiles: 'All files', csv: 'CSV', xlsx: 'Excel workbook',
  },
  task: {
    import: 'Plan from {name}', addition: 'Rows from {name}', compute: 'Plan made anew', apply: 'Apply {name}', export: 'Export to {name}', rejected: 'Rejected rows to {name}', savePlan: 'Plan to {name}',
  } satisfies Record<TaskKind, string>,
  notification: { done: 'Done', failed: 'Failed' },
  file: {
    users: 'users', organizations: 'organizations', report: 'report', rejected: 'rejected', plan: 'plan',
    reason: 'Reason', yes: 'yes', no: 'no',
    organization: { name: 'Name', slug: 'Short name', description: 'Description', members: 'Members', createdAt: 'Created' },
    user: { kind: 'Kind', locale: 'Language', identitySource: 'Identity source', mfaEnabled: 'Second factor', nonCounting: 'Takes no licence', protected: 'Protected', licensed: 'Licensed', lastActiveAt: 'Last active', createdAt: 'Created', deletedAt: 'Deleted' },
    reportColumns: { number: 'Row', file: 'File', line: 'Line', action: 'Action', username: 'Username', email: 'Email', displayName: 'Display name', changes: 'Changes', issues: 'Remarks', dangerous: 'Dangerous', setAside: 'Set aside' },
    action: {
      create: 'create', update: 'update', deactivate: 'deactivate', delete: 'delete', makeUnlicensed: 'make unlicensed', reactivate: 'reactivate', restore: 'restore',
      unchanged: 'unchanged', conflict: 'conflict', invalid: 'invalid', kept: 'kept', impossible: 'impossible',
    } satisfies Record<PlanAction, string>,
    setAside: 'set aside',
    at: 'column {column}',
    issue: {
      required: 'a value is needed', not_an_email: 'not an email address', not_a_role: 'not a role of the platform', not_yes_or_no: 'neither yes nor no', not_a_username: 'not a usable username', too_long: 'too long', control_characters: 'contains invisible characters',
      unknown_organization: 'no such organization', unknown_organization_role: 'no such role in an organization', unknown_platform_role: 'no such role', too_many_cells: 'more cells than columns',
      two_people: 'the username belongs to one person, the email to another', same_person_twice: 'another row is the same person', duplicate_in_file: 'another row has the same value', username_taken: 'the username belongs to another person', email_taken: 'the email belongs to another person', external_id_taken: 'the external id belongs to another person', not_found: 'nobody on the server has this username or email',
      last_superadmin: 'the last superadmin who can sign in', own_account: 'your own account', above_own_level: 'needs permissions that you do not have', admin_level_disabled: 'the Admin role is switched off', contact_cannot_sign_in: 'a contact cannot sign in',
      password_ignored: 'the password is ignored: the person exists already', password_missing: 'no password: signs in with a one-time link', no_licence_left: 'no licence left: falls to free access', managed_by_provider: 'the identity provider owns this value', deactivated_by_person: 'was deactivated by an administrator', ends_sessions: 'ends all sessions', gains_permissions: 'gains permissions', protected: 'protected: left alone',
      changed_since: 'changed since, so it is kept', gone: 'no longer on the server', password_not_restored: 'the former password does not come back', sessions_not_restored: 'ended sessions do not come back',
    } satisfies Record<PlanIssueCode, string>,
  },
} as const;

export type Texts = Widened<typeof en>;
type Widened<Tree> = { [Key in keyof Tree]: Tree[Key] extends string ? string : Widened<Tree[Key]> };
