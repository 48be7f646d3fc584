import { catalogue, highestLevel, resources, union, type Grants, type Level, type PermissionGroup, type Text } from './permissions.ts';

/** U3: platform roles, weakest first. */
export const platformRoles = ['deactivated', 'unlicensed', 'user', 'admin', 'superadmin'] as const;
export type PlatformRole = (typeof platformRoles)[number];

/** The roles that take a licence (L1) and that may sign in as a full member. */
export const licensedRoles = ['user', 'admin', 'superadmin'] as const satisfies readonly PlatformRole[];

export const isLicensedRole = (role: PlatformRole): boolean => (licensedRoles as readonly PlatformRole[]).includes(role);

/** Whether going from one platform role to another takes something away (M14). */
export const lowersRole = (before: PlatformRole, after: PlatformRole): boolean =>
  platformRoles.indexOf(after) < platformRoles.indexOf(before);

/** R5: system and built-in roles cannot be changed; built-in ones can be duplicated. */
export type RoleKind = 'system' | 'built-in' | 'custom';
export type Role = { key: string; kind: RoleKind; name: Text; description: Text; grants: Grants };

const everythingAt = (level: 'admin' | 'reader'): Grants =>
  Object.fromEntries(
    resources
      .filter((resource) => level === 'admin' || (catalogue[resource].levels as readonly string[]).includes(level))
      .map((resource) => [resource, level === 'admin' ? highestLevel(resource) : level]),
  );

const groupAt = (group: PermissionGroup, level: Exclude<Level, 'none' | 'contributor'>): Grants =>
  Object.fromEntries(
    resources
      .filter((resource) => catalogue[resource].group === group && (catalogue[resource].levels as readonly string[]).includes(level))
      .map((resource) => [resource, level]),
  );

/** What each platform role grants by itself. U3: an admin manages everything but what guards the platform itself. */
export const platformRoleGrants: Record<PlatformRole, Grants> = {
  deactivated: {},
  unlicensed: {},
  user: {},
  admin: {
    users: 'admin',
    organizations: 'admin',
    workspaces: 'admin',
    roles: 'reader',
    licences: 'admin',
    invitations: 'admin',
    imports: 'admin',
    feature_flags: 'reader',
    audit_log: 'reader',
    settings: 'reader',
    companies: 'admin',
    departments: 'admin',
    suppliers: 'admin',
    accounts: 'admin',
    contacts: 'admin',
  },
  superadmin: everythingAt('admin'),
};

const areas = [
  { key: 'budget', group: 'budget', name: { en: 'Budget', fr: 'Budget' } },
  { key: 'portfolio', group: 'portfolio', name: { en: 'Portfolio', fr: 'Portefeuille' } },
  { key: 'operations', group: 'operations', name: { en: 'IT Operations', fr: 'Exploitation informatique' } },
  { key: 'master-data', group: 'master_data', name: { en: 'Master Data', fr: 'Données de référence' } },
  { key: 'tasks', group: 'tasks', name: { en: 'Tasks', fr: 'Tâches' } },
] as const satisfies readonly { key: string; group: PermissionGroup; name: Text }[];

const areaLevels = [
  { level: 'admin', key: 'administrator', en: 'Administrator', fr: 'administrateur' },
  { level: 'member', key: 'member', en: 'Member', fr: 'membre' },
  { level: 'reader', key: 'reader', en: 'Reader', fr: 'lecteur' },
] as const;

const areaRoles: Role[] = areas.flatMap((area) =>
  areaLevels.map((step): Role => ({
    key: `${area.key}-${step.key}`,
    kind: 'built-in',
    name: { en: `${area.name.en} ${step.en}`, fr: `${area.name.fr}, ${step.fr}` },
    description: {
      en: `${step.level === 'admin' ? 'Everything' : step.level === 'member' ? 'View, create and edit' : 'View'} in ${area.name.en}.`,
      fr: `${step.level === 'admin' ? 'Tout' : step.level === 'member' ? 'Voir, créer et modifier' : 'Voir'} : ${area.name.fr}.`,
    },
    grants: groupAt(area.group, step.level),
  })),
);

/** R5, R6: the roles that every installation has, by key. */
export const builtInRoles: readonly Role[] = [
  {
    key: 'administrator',
    kind: 'system',
    name: { en: 'Administrator', fr: 'Administrateur' },
    description: { en: 'Every permission.', fr: 'Toutes les permissions.' },
    grants: everythingAt('admin'),
  },
  {
    key: 'contact',
    kind: 'system',
    name: { en: 'Contact', fr: 'Contact' },
    description: { en: 'Listed in the directory only; cannot sign in.', fr: "Présent dans l'annuaire seulement ; ne peut pas se connecter." },
    grants: {},
  },
  ...areaRoles,
  {
    key: 'business-contributor',
    kind: 'built-in',
    name: { en: 'Business Contributor', fr: 'Contributeur métier' },
    description: {
      en: 'Submits requests, works on existing projects and tasks; no import or export.',
      fr: 'Soumet des demandes, travaille sur les projets existants et les tâches ; sans import ni export.',
    },
    grants: {
      portfolio_requests: 'member',
      portfolio_projects: 'contributor',
      tasks: 'member',
      users: 'reader',
      companies: 'reader',
      departments: 'reader',
      contacts: 'reader',
    },
  },
  {
    key: 'helpdesk',
    kind: 'built-in',
    name: { en: 'Helpdesk', fr: "Centre d'assistance" },
    description: { en: 'Resets passwords, ends sessions, views as another person.', fr: 'Réinitialise les mots de passe, met fin aux sessions, voit en tant que.' },
    grants: { users: 'contributor', impersonation: 'allowed' },
  },
  {
    key: 'auditor',
    kind: 'built-in',
    name: { en: 'Auditor', fr: 'Auditeur' },
    description: { en: 'Sees everything, may change nothing.', fr: 'Voit tout, ne change rien.' },
    grants: { ...everythingAt('reader'), audit_log: 'admin', logs: 'admin' },
  },
];

const byKey: ReadonlyMap<string, Role> = new Map(builtInRoles.map((role) => [role.key, role]));

/** The role of that key, undefined when there is none. */
export const roleOf = (key: string): Role | undefined => byKey.get(key);

/** R11: what a person may do on the platform: the platform role and every held role together. */
export function effectiveGrants(platformRole: PlatformRole, roleKeys: readonly string[]): Grants {
  // U3: who cannot sign in or only has free access holds nothing, whatever roles wait for a return.
  if (!isLicensedRole(platformRole)) return {};
  if (roleKeys.length === 0) return platformRoleGrants[platformRole];
  return union([platformRoleGrants[platformRole], ...roleKeys.map((key) => roleOf(key)?.grants ?? {})]);
}
