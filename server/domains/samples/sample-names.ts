/** The lists that sample people are drawn from. All names, companies, addresses and numbers are invented. */

export type SampleCompany = {
  name: string;
  /** Organization that its people belong to; null for a partner whose people are contacts. */
  slug: string | null;
  domain: string;
  locale: 'en' | 'fr';
  /** Begins the employee numbers. */
  prefix: string;
  people: number;
  description: string;
};

/** Telephone numbers are of the ranges that regulators keep free for films and books. */
export const companies: readonly SampleCompany[] = [
  { name: 'Lumière Énergie', slug: 'lumiere-energie', domain: 'lumiere-energie.example', locale: 'fr', prefix: 'LE', people: 84, description: 'Réseaux de chaleur et solaire, Lyon.' },
  { name: 'Harbour & Finch', slug: 'harbour-finch', domain: 'harbourfinch.example', locale: 'en', prefix: 'HF', people: 78, description: 'Architects and engineers, Bristol.' },
  { name: 'Northgate Logistics', slug: 'northgate', domain: 'northgate.example', locale: 'en', prefix: 'NG', people: 62, description: 'Warehouses and freight, Leeds and Lille.' },
  { name: 'Cabinet Delaunay', slug: null, domain: 'cabinet-delaunay.example', locale: 'fr', prefix: 'CD', people: 14, description: 'Conseil juridique.' },
  { name: 'Wren & Partners', slug: null, domain: 'wrenpartners.example', locale: 'en', prefix: 'WP', people: 12, description: 'Auditors.' },
];

export const firstNames = {
  fr: [
    'Éloïse', 'François', 'Zoé', 'Jérôme', 'Hélène', 'Benoît', 'Anaïs', 'Gaël', 'Léa', 'Théo', 'Inès', 'Noël', 'Chloé', 'Mathéo', 'Céline', 'Rémi',
    'Agnès', 'Loïc', 'Maëlle', 'Cédric', 'Margaux', 'Sébastien', 'Amélie', 'Grégoire', 'Solène', 'Raphaël', 'Aurélie', 'Yaël', 'Ombeline', 'Stéphane',
    'Djamila', 'Karim', 'Nawel', 'Ousmane', 'Linh', 'Baptiste', 'Camille', 'Maxime', 'Juliette', 'Quentin',
  ],
  en: [
    'Alice', 'Benjamin', 'Charlotte', 'Daniel', 'Emily', 'Finlay', 'Grace', 'Harriet', 'Isaac', 'Jasmine', 'Keir', 'Lucy', 'Matthew', 'Niamh', 'Oliver',
    'Priya', 'Rhys', 'Sophie', 'Thomas', 'Una', 'Victor', 'William', 'Yasmin', 'Zachary', 'Aoife', 'Callum', 'Deepak', 'Eleanor', 'Farah', 'Gareth',
    'Siân', 'Zoë', 'Chidi', 'Mei', 'Tomasz', 'Renée', 'Imogen', 'Joseph', 'Martha', 'Nathaniel',
  ],
} as const;

export const lastNames = {
  fr: [
    'Lefèvre', 'Garçon', 'Dupré', 'Béranger', 'Noël', 'Lemaître', 'Boisseau', 'Château', 'Faÿ', 'Gérard', 'Hénault', 'Joubert', 'Kermadec', 'Le Goff', 'Mérieux',
    'Niçoise', 'Œuvrard', 'Pélissier', 'Quéméner', 'Rivière', 'Sénéchal', 'Thévenot', 'Vallée', 'Weiß', 'Zürcher', 'Zéphir', "d'Ornano", 'de La Tour', 'Benhaddou', 'Diallo',
    'Nguyen', 'Martin', 'Petit', 'Moreau', 'Fournier', 'Girard', 'Bonnet', 'Dumont', 'Fontaine', 'Roussel',
  ],
  en: [
    'Ashworth', 'Barlow', 'Chambers', 'Dawson', 'Ellington', 'Fairbairn', 'Goodwin', 'Hathaway', 'Irvine', 'Jenkins', 'Kershaw', 'Lockwood', 'MacAllister', 'Northcott',
    "O'Sullivan", 'Pemberton', 'Quigley', 'Rutherford', 'Stanhope', 'Thackeray', 'Underwood', 'Vaughan', 'Whitcombe', 'Yardley', 'Patel', 'Okonkwo', 'Kowalski', 'Ní Bhriain',
    'Chen', 'Haddad', 'Brontë', 'Smythe-Jones', 'Abernathy', 'Blackwood', 'Crowther', 'Drummond', 'Eastwood', 'Fletcher', 'Greenhalgh', 'Holloway',
  ],
} as const;

export type Department = { name: string; jobs: readonly [string, ...string[]]; roles: readonly string[] };

/** Departments with their jobs; some people of a department hold one of its platform roles. */
export const departments: Record<'en' | 'fr', readonly [Department, ...Department[]]> = {
  fr: [
    { name: 'Finances', jobs: ['Comptable', 'Contrôleuse de gestion', 'Directeur financier', 'Trésorière'], roles: ['budget-member', 'budget-reader'] },
    { name: 'Ressources humaines', jobs: ['Chargée de recrutement', 'Gestionnaire de paie', 'Responsable formation'], roles: ['master-data-reader'] },
    { name: 'Informatique', jobs: ['Administrateur systèmes', 'Développeuse', 'Chef de projet', 'Technicien support'], roles: ['operations-member', 'helpdesk'] },
    { name: 'Exploitation', jobs: ["Chef d'équipe", 'Technicienne de maintenance', 'Conducteur de travaux'], roles: ['tasks-member'] },
    { name: 'Études et recherche', jobs: ['Ingénieure thermicienne', "Chargé d'études", 'Cartographe'], roles: ['portfolio-member', 'business-contributor'] },
    { name: 'Juridique', jobs: ['Juriste', 'Responsable conformité'], roles: ['auditor'] },
  ],
  en: [
    { name: 'Finance', jobs: ['Accountant', 'Controller', 'Head of Finance', 'Credit Manager'], roles: ['budget-member', 'budget-reader'] },
    { name: 'People', jobs: ['Recruiter', 'Payroll Officer', 'Learning Partner'], roles: ['master-data-reader'] },
    { name: 'IT', jobs: ['Systems Administrator', 'Developer', 'Service Desk Analyst', 'Project Manager'], roles: ['operations-member', 'helpdesk'] },
    { name: 'Operations', jobs: ['Shift Lead', 'Fleet Planner', 'Site Engineer', 'Warehouse Supervisor'], roles: ['tasks-member'] },
    { name: 'Design', jobs: ['Architect', 'Structural Engineer', 'Landscape Designer'], roles: ['portfolio-member', 'business-contributor'] },
    { name: 'Legal & Compliance', jobs: ['Solicitor', 'Compliance Officer'], roles: ['auditor'] },
  ],
};
