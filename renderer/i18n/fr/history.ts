import type { history as english } from '../en/history.ts';
import type { TextsOf } from '../texts-of.ts';

export const history: TextsOf<typeof english> = {
  title: 'Historique',
  search: 'fichier, titre, personne',
  list: 'Plans',
  columns: { title: 'Plan', state: 'État', counts: 'Changements', made: 'Préparé', by: 'Par', applied: 'Appliqué', rows: 'Lignes', actions: 'Actions' },
  filter: { state: 'État', mode: 'Type' },
  openPlan: 'Ouvrir un plan enregistré',
  openFailed: 'Le fichier de plan n’a pas été ouvert',
  import: 'Importer un fichier',
  empty: 'Aucun plan pour l’instant : apportez un fichier de personnes, et son plan sera gardé ici.',
  noMatch: 'Aucun plan ne correspond à la recherche et aux filtres.',
  clear: 'Effacer la recherche et les filtres',
  failed: 'L’historique n’a pas pu être lu',
  actions: 'Actions pour {{name}}',
  open: 'Ouvrir le plan',
  undo: 'Annuler ce plan',
  reportXlsx: 'Télécharger le compte rendu (.xlsx)',
  reportCsv: 'Télécharger le compte rendu (.csv)',
  counted: { new: 'en plus', changed: 'modifiés', gone: 'en moins', problems: 'problèmes' },
  nothing: 'aucun changement',
  hash: 'Empreinte du fichier',
  latest: { title: 'Derniers plans', all: 'Historique', none: 'Aucun plan n’a encore été fait.' },
};
