import type { updates as english } from '../en/updates.ts';
import type { TextsOf } from '../texts-of.ts';

export const updates: TextsOf<typeof english> = {
  title: 'Mises à jour',
  check: 'Chercher une mise à jour',
  download: 'La télécharger',
  install: 'Fermer et installer',
  unknown: 'Les mises à jour sont cherchées à votre demande.',
  checking: 'Recherche d’une mise à jour.',
  current: 'Cette version est la plus récente.',
  available: 'La version {{version}} est disponible.',
  downloading: 'Téléchargement de la version {{version}} : {{share}}.',
  ready: 'La version {{version}} est prête. Elle sera installée à la fermeture de la console.',
  failed: {
    unreachable: 'Le serveur des mises à jour ne répond pas. Essayez plus tard.',
    refused: 'La mise à jour a été refusée : sa signature ou son contenu ne vient pas des auteurs de cette console. Rien n’a été installé ; prévenez la personne qui administre cet ordinateur.',
  },
  off: {
    policy: 'La stratégie de votre organisation désactive les mises à jour.',
    build: 'Cette version ne cherche pas de mises à jour.',
    packages: 'Les mises à jour viennent avec les paquets de ce système.',
    unsigned: 'Cette installation n’est pas signée et ne prend donc pas de mises à jour.',
  },
};
