import type { PasswordWeakness } from '../../domains/session/passwords.ts';
import type { PageLanguage } from './page.ts';

export type PageTexts = {
  setPassword: string;
  forPerson: (username: string) => string;
  newPassword: string;
  again: string;
  rule: string;
  save: string;
  different: string;
  weak: Record<PasswordWeakness, string>;
  done: string;
  doneMore: string;
  invalid: string;
  invalidMore: string;
  failed: string;
  failedMore: string;
  setup: string;
  setupMore: string;
};

/** The texts of the server's own pages. */
export const pageTexts: Record<PageLanguage, PageTexts> = {
  en: {
    setPassword: 'Choose a password',
    forPerson: (username) => `For ${username}. This page works once.`,
    newPassword: 'New password',
    again: 'The same again',
    rule: 'At least 12 characters. A few unrelated words make a good one.',
    save: 'Save password',
    different: 'The two passwords are not the same.',
    weak: {
      too_short: 'The password needs at least 12 characters.',
      too_long: 'The password can have at most 256 characters.',
      about_the_person: 'The password must not be the username or the email address.',
      common: 'Everybody tries this password first. Choose another one.',
    },
    done: 'Password saved',
    doneMore: 'You can close this page.',
    invalid: 'This link does not work any more',
    invalidMore: 'It was used already, or is older than 24 hours. Ask your administrator for a new one.',
    failed: 'That did not work',
    failedMore: 'The password was not saved. Try again in a moment.',
    setup: 'Set up this server',
    setupMore: 'Copy the whole address of this page and paste it in Quarterdeck under Connections, Add a server. There you become the first superadmin.',
  },
  fr: {
    setPassword: 'Choisissez un mot de passe',
    forPerson: (username) => `Pour ${username}. Cette page ne sert qu’une fois.`,
    newPassword: 'Nouveau mot de passe',
    again: 'Le même à nouveau',
    rule: 'Au moins 12 caractères. Quelques mots sans rapport entre eux conviennent bien.',
    save: 'Enregistrer le mot de passe',
    different: 'Les deux mots de passe ne sont pas identiques.',
    weak: {
      too_short: 'Le mot de passe doit avoir au moins 12 caractères.',
      too_long: 'Le mot de passe peut avoir au plus 256 caractères.',
      about_the_person: 'Le mot de passe ne doit être ni le nom d’utilisateur ni l’adresse e-mail.',
      common: 'C’est un mot de passe que tout le monde essaie en premier. Choisissez-en un autre.',
    },
    done: 'Mot de passe enregistré',
    doneMore: 'Vous pouvez fermer cette page.',
    invalid: 'Ce lien ne fonctionne plus',
    invalidMore: 'Il a déjà servi ou date de plus de 24 heures. Demandez-en un nouveau à votre administrateur.',
    failed: 'Cela n’a pas fonctionné',
    failedMore: 'Le mot de passe n’a pas été enregistré. Réessayez dans un instant.',
    setup: 'Configurer ce serveur',
    setupMore: 'Copiez l’adresse entière de cette page et collez-la dans Quarterdeck sous Connexions, Ajouter un serveur. Vous y devenez le premier superadministrateur.',
  },
};
