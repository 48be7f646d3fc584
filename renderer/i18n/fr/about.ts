import type { about as english } from '../en/about.ts';
import type { TextsOf } from '../texts-of.ts';

export const about: TextsOf<typeof english> = {
  title: 'À propos',
  product: 'Quarterdeck',
  lead: 'Une console de bureau pour les personnes d’une plateforme de travail, et le serveur qu’elle administre.',
  versions: 'Versions',
  console: 'Console',
  server: 'Serveur',
  runtime: 'Moteur',
  runtimes: {
    official: 'Electron {{version}}',
    fallback: 'Electron {{version}}, un remplaçant pour le développement et les tests seulement',
  },
  chromium: 'Chromium',
  node: 'Node',
  platform: 'Système d’exploitation',
  here: 'Sur cet ordinateur',
  dataFolder: 'Dossier des données',
  copyFolder: 'Copier le chemin du dossier',
  copyVersions: 'Copier les versions',
  keychain: 'Trousseau',
  licences: 'Licences',
  own: 'Quarterdeck est sous licence Apache 2.0.',
  fonts: 'Inter et JetBrains Mono sont sous licence SIL Open Font License 1.1.',
  others: 'La console est faite de paquets libres sous licences MIT, Apache, BSD et ISC.',
  othersTitle: 'Licences tierces',
  readLicences: 'Lire leurs licences',
  closeLicences: 'Fermer',
  links: 'En savoir plus',
  apache: 'Licence Apache 2.0',
  ofl: 'SIL Open Font License 1.1',
};
