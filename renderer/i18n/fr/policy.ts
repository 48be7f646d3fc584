import type { policy as english } from '../en/policy.ts';
import type { TextsOf } from '../texts-of.ts';

export const policy: TextsOf<typeof english> = {
  title: 'Stratégie de votre organisation',
  applied: 'Cet ordinateur a une stratégie.',
  decided: 'Fixé par la stratégie de votre organisation.',
  file: 'Fichier',
  localServer: 'Serveur sur cet ordinateur',
  exports: 'Exports vers des fichiers',
  updates: 'Mises à jour',
  connections: 'Liste des connexions',
  settings: 'Réglages',
  allowed: 'Autorisé',
  off: 'Désactivé',
  open: 'Peut être complétée',
  locked: 'Fixée',
  setting: { theme: 'Thème', language: 'Langue', density: 'Lignes des tableaux', safeForSpreadsheets: 'Exports CSV sûrs' },
  none: 'Aucun',
  broken: {
    title: 'La stratégie de votre organisation pour cet ordinateur n’est pas compréhensible.',
    consequence: 'Tant qu’elle n’est pas corrigée et la console redémarrée, le serveur sur cet ordinateur, les connexions, les exports et les mises à jour sont désactivés.',
    cause: '{{file}} : {{problem}}',
  },
  noLocalServer: 'La stratégie de votre organisation désactive le serveur sur cet ordinateur.',
  connectionsLocked: 'La stratégie de votre organisation fixe cette liste. Donnez son jeton à une connexion avec Modifier.',
};
