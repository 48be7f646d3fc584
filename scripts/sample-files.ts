import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeWindows1252 } from '../electron/files/windows-1252.ts';
import { samplePeople, type SamplePerson } from '../server/domains/samples/sample-people.ts';

/**
 * Writes `resources/sample-data/*.csv`: people files to try an import with, about the people of the sample data.
 * One is as messy as such files are: Windows-1252, semicolons, French headers, and everything that goes wrong by hand.
 */
export function sampleFiles(): { name: string; bytes: Buffer }[] {
  const people = samplePeople();
  return [
    { name: 'personnel-lumiere-energie.csv', bytes: encodeWindows1252(toText(personnel(people), ';')) },
    { name: 'new-starters.csv', bytes: Buffer.from(`\uFEFF${toText(newStarters(), ',')}`, 'utf8') },
    { name: 'leavers.csv', bytes: Buffer.from(`\uFEFF${toText(leavers(people), '\t')}`, 'utf16le') },
  ];
}

export const sampleFolder = path.join(import.meta.dirname, '..', 'resources', 'sample-data');

type Row = readonly string[];

function toText(rows: readonly Row[], delimiter: string): string {
  const cell = (text: string): string => (/["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('');
}

const personnelHeader: Row = ['Identifiant', 'Courriel', 'Mot de passe', 'Rôle', 'Nom affiché', 'Prénom', 'Nom de famille', 'Fonction', 'Téléphone', 'Service', 'Société', 'Matricule', 'Organisation'];

const frenchRoles = { deactivated: 'désactivé', unlicensed: 'sans licence', user: 'utilisateur', admin: 'admin', superadmin: 'super admin' } as const;

function personnelRow({ state, organization }: SamplePerson): string[] {
  return [
    state.username, state.email, '', frenchRoles[state.platformRole], state.displayName, state.firstName ?? '', state.lastName ?? '', state.jobTitle ?? '',
    state.businessPhone ?? '', state.department ?? '', state.company ?? '', state.externalId ?? '', organization === null ? '' : `${organization.slug}:${organization.role}`,
  ];
}

/** Places of people in the company whose rows are changed or wrong; each is told apart by what is done to it. */
const places = { left: [5, 17, 30, 44, 59, 71], promoted: [2, 8, 21], moved: 12, shouting: 9, twice: 10, crossed: [14, 15], shifted: 25, noAddress: 33, unknownRole: 40 } as const;

const cells = { username: 0, email: 1, password: 2, role: 3, jobTitle: 7, department: 9 } as const;

function personnel(people: readonly SamplePerson[]): Row[] {
  const company = people.filter(({ state }) => state.company === 'Lumière Énergie');
  const missing = new Set<number>([...places.left, ...places.crossed]);
  const rows = company.flatMap((person, place) => (missing.has(place) ? [] : [withFault(personnelRow(person), place)]));
  const [one, other] = places.crossed.map((place) => company[place]?.state);
  const twin = company[places.twice];
  return [
    personnelHeader,
    ...rows,
    ...newcomers(company.length),
    // One person's identifier with another one's address.
    [one?.username ?? '', other?.email ?? '', '', 'utilisateur', 'Remplaçant été', '', '', 'Intérimaire', '', '', 'Lumière Énergie', '', ''],
    ...(twin ? [personnelRow(twin)] : []),
    ...Array.from({ length: 3 }, () => personnelHeader.map(() => '')),
  ];
}

function withFault(row: string[], place: number): string[] {
  const set = (cell: number, text: string): string[] => row.with(cell, text);
  if ((places.promoted as readonly number[]).includes(place)) return set(cells.jobTitle, 'Responsable de site ; intérim');
  switch (place) {
    case places.moved:
      return set(cells.department, 'Études et recherche');
    case places.shouting:
      return set(cells.email, (row[cells.email] ?? '').toUpperCase());
    case places.shifted:
      // The empty password cell went missing: everything after it stands one column too far left.
      return row.toSpliced(cells.password, 1);
    case places.noAddress:
      return set(cells.email, (row[cells.email] ?? '').replace('@', ' chez '));
    case places.unknownRole:
      return set(cells.role, 'invitée');
    default:
      return row;
  }
}

const hired = [
  ['Apolline', 'Déschaux', 'Cartographe', 'Mouette-Rieuse-27'],
  ['Ismaël', 'Forgeot', 'Technicien support', 'Sept+Galets+Plats'],
  ['Noémie', 'Œuvrard', 'Juriste', ''],
  ['Théodore', 'Ménage', "Chef d'équipe", 'Brume sur la Saône'],
  ['Pénélope', 'Châtelain', 'Contrôleuse de gestion', 'trois cordes & 1 vent'],
  ['Aïcha', 'Benhaddou', 'Ingénieure thermicienne', ''],
] as const;

function newcomers(after: number): Row[] {
  return hired.map(([firstName, lastName, jobTitle, password], index) => {
    const username = `${firstName}.${lastName}`.normalize('NFD').replace(/\p{M}/gu, '').replace('Œ', 'Oe').toLowerCase();
    return [
      username, `${username}@lumiere-energie.example`, password, 'utilisateur', `${firstName} ${lastName}`, firstName, lastName, jobTitle,
      `+33 1 99 00 80 ${String(10 + index)}`, 'Exploitation', 'Lumière Énergie', `LE-${String(after + 1 + index).padStart(4, '0')}`, 'lumiere-energie:user',
    ];
  });
}

/** The guide's eleven columns in its order; a clean file. */
function newStarters(): Row[] {
  const header: Row = ['Username', 'Email', 'Password', 'Role', 'Display name', 'Can join teams', 'Can create organizations', 'Can create workspaces', 'Can create private workspaces', 'Can invite guests', 'Must reset password'];
  const starters = ['Rowan Ackroyd', 'Tamsin Bell', 'Idris Cole', 'Freya Dunmore', "Fergus O'Neill", 'Saoirse Finch-Hatton', 'Bartholomew Gale', 'Wilhelmina Hart', 'Zadie Innes', 'Cormac Joyce'];
  return [
    header,
    ...starters.map((name, index) => {
      const username = name.toLowerCase().replace(/'/g, '').replace(' ', '.');
      const shown = index % 4 === 3 ? name.split(' ').toReversed().join(', ') : name;
      return [username, `${username}@harbourfinch.example`, '', index === 9 ? 'free access' : 'user', shown, 'yes', 'no', index % 2 === 0 ? 'yes' : 'no', 'yes', 'no', 'yes'];
    }),
  ];
}

/** Two columns for the delete mode (M8): by both, by one of them, and somebody whom nobody knows. */
function leavers(people: readonly SamplePerson[]): Row[] {
  const leaving = [24, 61, 90, 117, 133, 150, 171, 203].flatMap((place) => people[place]?.state ?? []);
  return [
    ['Username', 'Email'],
    ...leaving.map(({ username, email }, index): Row => (index === 3 ? ['', email] : index === 5 ? [username, ''] : [username, email])),
    ['nobody.known', 'nobody.known@northgate.example'],
  ];
}

if (import.meta.main) {
  await mkdir(sampleFolder, { recursive: true });
  for (const { name, bytes } of sampleFiles()) await writeFile(path.join(sampleFolder, name), bytes);
}
