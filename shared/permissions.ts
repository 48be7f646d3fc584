/**
 * The only catalogue of permissions (permissions.md). A permission is written `resource:level`.
 * R1: levels include the ones before them; a toggle knows only `none` and `allowed`.
 */
export const levels = ['none', 'reader', 'contributor', 'member', 'admin'] as const;
export const toggleLevels = ['none', 'allowed'] as const;

export type Level = (typeof levels)[number];
export type ToggleLevel = (typeof toggleLevels)[number];
export type Text = { en: string; fr: string };

type Entry = {
  scope: 'platform';
  group: PermissionGroup;
  levels: readonly (Level | ToggleLevel)[];
  label: Text;
  description: Text;
};

export const permissionGroups = {
  administration: { en: 'Administration', fr: 'Administration' },
  security: { en: 'Security', fr: 'Sécurité' },
  budget: { en: 'Budget and finance', fr: 'Budget et finances' },
  portfolio: { en: 'Portfolio management', fr: 'Gestion de portefeuille' },
  operations: { en: 'IT operations', fr: 'Exploitation informatique' },
  master_data: { en: 'Master data', fr: 'Données de référence' },
  tasks: { en: 'Tasks', fr: 'Tâches' },
} as const satisfies Record<string, Text>;

export type PermissionGroup = keyof typeof permissionGroups;

const graded = (group: PermissionGroup, label: Text, description: Text, without: readonly Level[] = []): Entry => ({
  scope: 'platform',
  group,
  levels: levels.filter((level) => !without.includes(level)),
  label,
  description,
});

const toggle = (group: PermissionGroup, label: Text, description: Text): Entry => ({
  scope: 'platform',
  group,
  levels: toggleLevels,
  label,
  description,
});

/** R2: the platform resources, the console's own and the business resources that it administers. */
export const catalogue = {
  users: graded('administration', { en: 'Users', fr: 'Utilisateurs' }, { en: 'People, their profile, platform role and sign-in.', fr: 'Les personnes, leur profil, leur rôle et leur connexion.' }),
  organizations: graded('administration', { en: 'Organizations', fr: 'Organisations' }, { en: 'Organizations, their members and settings.', fr: 'Les organisations, leurs membres et leurs réglages.' }),
  workspaces: graded('administration', { en: 'Workspaces', fr: 'Espaces de travail' }, { en: 'Teams, workspaces and who is in them, not their contents.', fr: 'Les équipes, les espaces et leurs membres, sans leur contenu.' }),
  roles: graded('administration', { en: 'Roles', fr: 'Rôles' }, { en: 'Roles and what each of them permits.', fr: 'Les rôles et ce que chacun permet.' }, ['contributor']),
  licences: graded('administration', { en: 'Licences', fr: 'Licences' }, { en: 'Licence use, capacity and the inactivity policy.', fr: "L'usage des licences, leur nombre et la règle d'inactivité." }, ['contributor', 'member']),
  invitations: graded('administration', { en: 'Invitations', fr: 'Invitations' }, { en: 'Pending invitations and the outbox.', fr: "Les invitations en attente et la boîte d'envoi." }, ['contributor']),
  imports: graded('administration', { en: 'Imports and plans', fr: 'Imports et plans' }, { en: 'Bulk changes: making, applying and undoing plans.', fr: 'Les changements groupés : préparer, appliquer et annuler des plans.' }, ['contributor']),
  feature_flags: graded('administration', { en: 'Feature flags', fr: 'Fonctionnalités' }, { en: 'Feature flags and their targeting.', fr: 'Les fonctionnalités et leur ciblage.' }, ['contributor']),
  billing: graded('administration', { en: 'Billing', fr: 'Facturation' }, { en: 'Plans, invoices and payment.', fr: "L'offre, les factures et le paiement." }, ['contributor', 'member']),
  settings: graded('administration', { en: 'Settings', fr: 'Réglages' }, { en: 'Settings of the installation.', fr: "Les réglages de l'installation." }, ['contributor', 'member']),
  oauth_apps: graded('security', { en: 'OAuth applications', fr: 'Applications OAuth' }, { en: 'Applications that act for people.', fr: 'Les applications qui agissent pour les personnes.' }, ['contributor']),
  audit_log: graded('security', { en: 'Audit log', fr: "Journal d'audit" }, { en: 'Who changed what, and when.', fr: 'Qui a changé quoi, et quand.' }, ['contributor', 'member']),
  logs: graded('security', { en: 'Logs', fr: 'Journaux' }, { en: "The server's own logs.", fr: 'Les journaux du serveur.' }, ['contributor', 'member']),
  authentication: graded('security', { en: 'Authentication', fr: 'Authentification' }, { en: 'Single sign-on, provisioning, MFA and API tokens.', fr: "L'authentification unique, le provisionnement, la MFA et les jetons." }, ['contributor', 'member']),
  impersonation: toggle('security', { en: 'View as', fr: 'Voir en tant que' }, { en: 'See the platform as another person does.', fr: 'Voir la plateforme comme une autre personne.' }),
  personal_data: graded('security', { en: 'Personal data', fr: 'Données personnelles' }, { en: 'Reports on personal data and erasure.', fr: "Les rapports sur les données personnelles et l'effacement." }, ['contributor', 'member']),
  opex: graded('budget', { en: 'Operating expenses', fr: "Dépenses d'exploitation" }, { en: 'Operating expense items.', fr: "Les postes de dépenses d'exploitation." }, ['contributor']),
  capex: graded('budget', { en: 'Capital expenses', fr: "Dépenses d'investissement" }, { en: 'Capital expense items.', fr: "Les postes de dépenses d'investissement." }, ['contributor']),
  budget_ops: graded('budget', { en: 'Budget operations', fr: 'Opérations budgétaires' }, { en: 'Budget operation tools.', fr: "Les outils d'opérations budgétaires." }, ['contributor']),
  contracts: graded('budget', { en: 'Contracts', fr: 'Contrats' }, { en: 'Vendor contracts.', fr: 'Les contrats fournisseurs.' }, ['contributor']),
  analytics: graded('budget', { en: 'Analytics', fr: 'Analytique' }, { en: 'Analytics categories.', fr: 'Les catégories analytiques.' }, ['contributor']),
  reporting: graded('budget', { en: 'Reporting', fr: 'Rapports' }, { en: 'Budget reports.', fr: 'Les rapports budgétaires.' }, ['contributor']),
  portfolio_requests: graded('portfolio', { en: 'Requests', fr: 'Demandes' }, { en: 'Portfolio requests.', fr: 'Les demandes de portefeuille.' }),
  portfolio_projects: graded('portfolio', { en: 'Projects', fr: 'Projets' }, { en: 'Portfolio projects.', fr: 'Les projets du portefeuille.' }),
  portfolio_planning: graded('portfolio', { en: 'Planning', fr: 'Planification' }, { en: 'Portfolio planning.', fr: 'La planification du portefeuille.' }, ['contributor']),
  portfolio_reports: graded('portfolio', { en: 'Portfolio reports', fr: 'Rapports de portefeuille' }, { en: 'Portfolio reports.', fr: 'Les rapports du portefeuille.' }, ['contributor']),
  portfolio_settings: graded('portfolio', { en: 'Portfolio settings', fr: 'Réglages de portefeuille' }, { en: 'Portfolio settings.', fr: 'Les réglages du portefeuille.' }, ['contributor']),
  applications: graded('operations', { en: 'Applications', fr: 'Applications' }, { en: 'Applications and services.', fr: 'Les applications et services.' }, ['contributor']),
  infrastructure: graded('operations', { en: 'Infrastructure', fr: 'Infrastructure' }, { en: 'Servers and infrastructure.', fr: "Les serveurs et l'infrastructure." }, ['contributor']),
  locations: graded('operations', { en: 'Locations', fr: 'Sites' }, { en: 'Location master data.', fr: 'Les données des sites.' }, ['contributor']),
  companies: graded('master_data', { en: 'Companies', fr: 'Sociétés' }, { en: 'Companies and their yearly metrics.', fr: 'Les sociétés et leurs indicateurs annuels.' }, ['contributor']),
  departments: graded('master_data', { en: 'Departments', fr: 'Services' }, { en: 'Departments and headcount.', fr: 'Les services et leurs effectifs.' }, ['contributor']),
  suppliers: graded('master_data', { en: 'Suppliers', fr: 'Fournisseurs' }, { en: 'Suppliers and their contacts.', fr: 'Les fournisseurs et leurs contacts.' }, ['contributor']),
  accounts: graded('master_data', { en: 'Accounts', fr: 'Comptes' }, { en: 'Accounting codes.', fr: 'Les codes comptables.' }, ['contributor']),
  contacts: graded('master_data', { en: 'Contacts', fr: 'Contacts' }, { en: 'The contact directory.', fr: "L'annuaire des contacts." }, ['contributor']),
  tasks: graded('tasks', { en: 'Tasks', fr: 'Tâches' }, { en: 'Tasks.', fr: 'Les tâches.' }),
} as const satisfies Record<string, Entry>;

export type Resource = keyof typeof catalogue;
export type Permission = `${Resource}:${Exclude<Level, 'none'>}` | `${Resource}:allowed`;

/** R4: what an operation of the API names: one permission, or nobody (`public`), or any signed-in person (`self`). */
export type Requirement = Permission | 'public' | 'self';

/** The level held on each resource; an absent resource is `none`. */
export type Grants = Partial<Record<Resource, Level | ToggleLevel>>;

export const resources = Object.keys(catalogue) as Resource[];

const rank = (level: Level | ToggleLevel | undefined): number =>
  level === undefined ? 0 : level === 'allowed' ? 1 : levels.indexOf(level);

/** Whether the grants contain the permission (R1: a level includes the ones before it). */
export function permits(grants: Grants, permission: Permission): boolean {
  const [resource, level] = permission.split(':') as [Resource, Level | ToggleLevel];
  return rank(grants[resource]) >= rank(level);
}

/** R11: the union, for each resource the highest level that any of the grants holds. */
export function union(all: readonly Grants[]): Grants {
  const result: Grants = {};
  for (const grants of all) {
    for (const resource of Object.keys(grants) as Resource[]) {
      if (rank(grants[resource]) > rank(result[resource])) result[resource] = grants[resource]!;
    }
  }
  return result;
}

/** The part of `grants` that `limit` holds too: what a token scoped to `limit` may do in its owner's name (X5). */
export function intersection(grants: Grants, limit: Grants): Grants {
  const result: Grants = {};
  for (const resource of resources) {
    const lower = rank(grants[resource]) <= rank(limit[resource]) ? grants[resource] : limit[resource];
    if (rank(lower) > 0) result[resource] = lower!;
  }
  return result;
}

/** U8: whether everything in `inner` is also held by `outer`. */
export function isWithin(inner: Grants, outer: Grants): boolean {
  return resources.every((resource) => rank(inner[resource]) <= rank(outer[resource]));
}

/** The highest level that the catalogue knows on a resource. */
export function highestLevel(resource: Resource): Level | ToggleLevel {
  return catalogue[resource].levels.at(-1)!;
}
