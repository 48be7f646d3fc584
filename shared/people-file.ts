import { foldName } from './text.ts';

/**
 * The columns a file of people may have (M2), and how their cells are read.
 * The same catalogue serves the file worker (finding columns), the server (normalising cells) and exports (headers).
 */

export const peopleFields = [
  'username', 'email', 'password', 'platformRole', 'displayName', 'canJoinTeams', 'canCreateOrganizations',
  'canCreateWorkspaces', 'canCreatePrivateWorkspaces', 'canInviteGuests', 'mustResetPassword',
  'firstName', 'lastName', 'jobTitle', 'businessPhone', 'mobilePhone', 'company', 'department', 'externalId',
  'organizations', 'roles',
] as const;

export type FieldKey = (typeof peopleFields)[number];

export type FieldKind = 'text' | 'boolean' | 'role' | 'list';

export type FileLanguage = 'en' | 'fr';

export interface PeopleColumn {
  readonly key: FieldKey;
  readonly kind: FieldKind;
  /** Place in the guide's order, from 0; null for columns that are only found by their header. */
  readonly position: number | null;
  /** Header names by language; the first one is what an export writes. */
  readonly headers: Readonly<Record<FileLanguage, readonly [string, ...string[]]>>;
}

type Headers = readonly [string, ...string[]];

function column(key: FieldKey, kind: FieldKind, position: number | null, en: Headers, fr: Headers): PeopleColumn {
  return { key, kind, position, headers: { en, fr } };
}

/** Every column, the positioned ones first and in the guide's order (M2). */
export const peopleColumns: readonly PeopleColumn[] = [
  column('username', 'text', 0,
    ['Username', 'User name', 'User', 'Login', 'Login name', 'User ID', 'Account', 'Account name'],
    ['Nom d’utilisateur', 'Nom utilisateur', 'Utilisateur', 'Identifiant', 'Identifiant utilisateur', 'Compte', 'Pseudo', 'Nom de compte']),
  column('email', 'text', 1,
    ['Email', 'E-mail address', 'Mail', 'Email address', 'Mail address', 'Primary email'],
    ['Courriel', 'Adresse e-mail', 'Adresse mail', 'Adresse de courriel', 'Adresse courriel', 'Adresse électronique', 'Mél', 'Adresse email', 'Courrier électronique']),
  column('password', 'text', 2,
    ['Password', 'Initial password', 'Pass word', 'Temporary password'],
    ['Mot de passe', 'Mot de passe initial', 'MDP', 'Mot de passe provisoire', 'Mot de passe temporaire']),
  column('platformRole', 'role', 3,
    ['Role', 'Platform role', 'User role', 'Access level', 'User type', 'Licence', 'License'],
    ['Rôle', 'Rôle de plateforme', 'Rôle plateforme', 'Rôle utilisateur', 'Niveau d’accès', 'Type d’utilisateur', 'Profil']),
  column('displayName', 'text', 4,
    ['Display name', 'Name', 'Full name', 'Displayed name'],
    ['Nom affiché', 'Nom d’affichage', 'Nom complet', 'Nom à afficher', 'Prénom et nom', 'Nom et prénom', 'Nom prénom', 'Prénom nom']),
  column('canJoinTeams', 'boolean', 5,
    ['Can join teams', 'Join teams', 'May join teams'],
    ['Peut rejoindre des équipes', 'Peut rejoindre les équipes', 'Rejoindre des équipes', 'Peut rejoindre une équipe']),
  column('canCreateOrganizations', 'boolean', 6,
    ['Can create organizations', 'Create organizations', 'Can create organisations', 'May create organizations'],
    ['Peut créer des organisations', 'Créer des organisations', 'Peut créer une organisation']),
  column('canCreateWorkspaces', 'boolean', 7,
    ['Can create workspaces', 'Create workspaces', 'Can create projects', 'Create projects', 'May create workspaces'],
    ['Peut créer des espaces de travail', 'Peut créer des espaces', 'Créer des espaces de travail', 'Peut créer des projets', 'Créer des projets']),
  column('canCreatePrivateWorkspaces', 'boolean', 8,
    ['Can create private workspaces', 'Create private workspaces', 'Can create private projects', 'Create private projects', 'May create private workspaces'],
    ['Peut créer des espaces de travail privés', 'Peut créer des espaces privés', 'Créer des espaces de travail privés', 'Peut créer des projets privés', 'Créer des projets privés']),
  column('canInviteGuests', 'boolean', 9,
    ['Can invite guests', 'Invite guests', 'May invite guests'],
    ['Peut inviter des invités', 'Inviter des invités', 'Peut inviter des personnes externes']),
  column('mustResetPassword', 'boolean', 10,
    ['Must reset password', 'Reset password', 'Must change password', 'Must reset password on login', 'Must reset password at next sign-in', 'Force password reset'],
    ['Doit réinitialiser son mot de passe', 'Doit changer de mot de passe', 'Réinitialiser le mot de passe', 'Doit changer son mot de passe', 'Doit réinitialiser le mot de passe', 'Réinitialisation du mot de passe']),
  column('firstName', 'text', null,
    ['First name', 'Given name', 'Forename'],
    ['Prénom', 'Prénoms']),
  column('lastName', 'text', null,
    ['Last name', 'Surname', 'Family name'],
    ['Nom de famille', 'Nom', 'Patronyme']),
  column('jobTitle', 'text', null,
    ['Job title', 'Job', 'Title', 'Position', 'Function'],
    ['Fonction', 'Intitulé de poste', 'Poste', 'Titre', 'Métier', 'Emploi']),
  column('businessPhone', 'text', null,
    ['Business phone', 'Phone', 'Work phone', 'Office phone', 'Telephone', 'Phone number'],
    ['Téléphone professionnel', 'Téléphone', 'Téléphone fixe', 'Tél', 'Téléphone bureau', 'Numéro de téléphone']),
  column('mobilePhone', 'text', null,
    ['Mobile phone', 'Mobile', 'Cell phone', 'Cell', 'Mobile number'],
    ['Téléphone mobile', 'Portable', 'Téléphone portable', 'Tél portable', 'Tél mobile', 'GSM']),
  column('company', 'text', null,
    ['Company', 'Company name', 'Employer'],
    ['Société', 'Entreprise', 'Raison sociale', 'Employeur']),
  column('department', 'text', null,
    ['Department', 'Department name', 'Division'],
    ['Service', 'Département', 'Direction', 'Pôle']),
  column('externalId', 'text', null,
    ['External ID', 'External identifier', 'Employee ID', 'Employee number', 'Personnel number'],
    ['Identifiant externe', 'ID externe', 'Matricule', 'Numéro de matricule', 'Référence externe']),
  column('organizations', 'list', null,
    ['Organizations', 'Organization', 'Organisations', 'Organization memberships'],
    ['Organisations', 'Organisation', 'Membre des organisations']),
  column('roles', 'list', null,
    ['Platform roles', 'Roles', 'Assigned roles', 'Business roles'],
    ['Rôles de plateforme', 'Rôles', 'Rôles attribués', 'Rôles plateforme', 'Rôles métier']),
];

/** The keys of the columns found by position (M2), in order. */
export const positionalFields: readonly FieldKey[] = peopleColumns
  .filter((entry) => entry.position !== null)
  .map((entry) => entry.key);

/** The two columns of a removal file (M8), in order. */
export const removalFields: readonly FieldKey[] = ['username', 'email'];

const columnsByKey = new Map(peopleColumns.map((entry) => [entry.key, entry]));

/** The catalogue's entry for a field. */
export function peopleColumn(key: FieldKey): PeopleColumn {
  const found = columnsByKey.get(key);
  if (found === undefined) throw new Error(`No such column: ${key}`);
  return found;
}

interface HeaderMeaning { readonly key: FieldKey; readonly languages: readonly FileLanguage[] }

function indexHeaders(): Map<string, HeaderMeaning> {
  const index = new Map<string, HeaderMeaning>();
  for (const { key } of peopleColumns) {
    // The key itself is a header in no language in particular: what scripts and other exports write.
    index.set(foldName(key), { key, languages: [] });
  }
  for (const { key, headers } of peopleColumns) {
    for (const language of ['en', 'fr'] as const) {
      for (const header of headers[language]) {
        const name = foldName(header);
        const earlier = index.get(name);
        if (earlier !== undefined && earlier.key !== key) continue;
        const languages = earlier === undefined ? [language] : [...new Set([...earlier.languages, language])];
        index.set(name, { key, languages });
      }
    }
  }
  return index;
}

const headerIndex = indexHeaders();

/** The field a header names in either language, or null. Notes in brackets and a closing `*` are ignored. */
export function fieldOfHeader(header: string): FieldKey | null {
  return meaningOfHeader(header)?.key ?? null;
}

function meaningOfHeader(header: string): HeaderMeaning | undefined {
  return headerIndex.get(foldName(header)) ?? headerIndex.get(foldName(header.replace(/[([{].*$/su, '')));
}

export interface HeaderReading {
  /** For each column, the field it holds; null where nothing is known or the field was already taken. */
  readonly mapping: readonly (FieldKey | null)[];
  /** How many cells were recognized as header names, repeated ones included. */
  readonly recognized: number;
  /** The language most of the headers are written in; null when nothing tells. */
  readonly language: FileLanguage | null;
}

/** Reads a row as a header row (M2). A field named twice is given to the first column that names it. */
export function readHeader(cells: readonly string[]): HeaderReading {
  const taken = new Set<FieldKey>();
  const votes = { en: 0, fr: 0 };
  let recognized = 0;
  const mapping = cells.map((cell) => {
    const meaning = meaningOfHeader(cell);
    if (meaning === undefined) return null;
    recognized += 1;
    const only = meaning.languages.length === 1 ? meaning.languages[0] : undefined;
    if (only !== undefined) votes[only] += 1;
    if (taken.has(meaning.key)) return null;
    taken.add(meaning.key);
    return meaning.key;
  });
  const language = votes.en === votes.fr ? null : votes.en > votes.fr ? 'en' : 'fr';
  return { mapping, recognized, language };
}

export {
  isEmail, organizationRoles, parseBoolean, parseEmail, parseOrganizations, parsePlatformRole, parseRoles,
} from './people-file-values.ts';
export type {
  CellProblemCode, CellReading, OrganizationMembershipCell, OrganizationRole,
} from './people-file-values.ts';
