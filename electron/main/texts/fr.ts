import type { Texts } from './en.ts';

export const fr: Texts = {
  localConnection: 'Cet ordinateur',
  menu: {
    file: 'Fichier', importFile: 'Importer un fichier de personnes…', openPlan: 'Ouvrir un plan enregistré…', close: 'Fermer la fenêtre', quit: 'Quitter Quarterdeck',
    edit: 'Édition', undo: 'Annuler', redo: 'Rétablir', cut: 'Couper', copy: 'Copier', paste: 'Coller', selectAll: 'Tout sélectionner',
    view: 'Affichage', actualSize: 'Taille réelle', zoomIn: 'Agrandir', zoomOut: 'Réduire', fullScreen: 'Plein écran', reload: 'Recharger', developerTools: 'Outils de développement',
    go: 'Aller à', overview: 'Vue d’ensemble', users: 'Utilisateurs', import: 'Import', history: 'Historique', connections: 'Connexions', settings: 'Réglages…', back: 'Précédent', forward: 'Suivant',
    window: 'Fenêtre', minimize: 'Réduire', help: 'Aide', logs: 'Afficher les journaux', about: 'À propos de Quarterdeck',
    hide: 'Masquer Quarterdeck', hideOthers: 'Masquer les autres', showAll: 'Tout afficher', services: 'Services',
  },
  dialog: {
    people: 'Choisir un fichier de personnes', plan: 'Choisir un plan enregistré', authority: 'Choisir un certificat',
    peopleFiles: 'CSV et Excel', planFiles: 'Plans Quarterdeck', authorityFiles: 'Certificats', allFiles: 'Tous les fichiers', csv: 'CSV', xlsx: 'Classeur Excel',
  },
  task: {
    import: 'Plan depuis {name}', addition: 'Lignes de {name}', compute: 'Plan refait', apply: 'Appliquer {name}', export: 'Export vers {name}', rejected: 'Lignes rejetées vers {name}', savePlan: 'Plan vers {name}',
  },
  notification: { done: 'Terminé', failed: 'Échec' },
  file: {
    users: 'utilisateurs', organizations: 'organisations', report: 'rapport', rejected: 'rejets', plan: 'plan',
    reason: 'Motif', yes: 'oui', no: 'non',
    organization: { name: 'Nom', slug: 'Nom court', description: 'Description', members: 'Membres', createdAt: 'Création' },
    user: { kind: 'Type', locale: 'Langue', identitySource: 'Source d’identité', mfaEnabled: 'Second facteur', nonCounting: 'Ne prend pas de licence', protected: 'Protégé', licensed: 'Avec licence', lastActiveAt: 'Dernière activité', createdAt: 'Création', deletedAt: 'Suppression' },
    reportColumns: { number: 'Rang', file: 'Fichier', line: 'Ligne', action: 'Action', username: 'Nom d’utilisateur', email: 'Courriel', displayName: 'Nom affiché', changes: 'Changements', issues: 'Remarques', dangerous: 'Dangereux', setAside: 'Écarté' },
    action: {
      create: 'créer', update: 'modifier', deactivate: 'désactiver', delete: 'supprimer', makeUnlicensed: 'retirer la licence', reactivate: 'réactiver', restore: 'rétablir',
      unchanged: 'inchangé', conflict: 'conflit', invalid: 'non valide', kept: 'conservé', impossible: 'impossible',
    },
    setAside: 'écarté',
    at: 'colonne {column}',
    issue: {
      required: 'une valeur est nécessaire', not_an_email: 'n’est pas une adresse e-mail', not_a_role: 'n’est pas un rôle de la plateforme', not_yes_or_no: 'ni oui ni non', not_a_username: 'ne peut pas servir de nom d’utilisateur', too_long: 'trop long', control_characters: 'contient des caractères invisibles',
      unknown_organization: 'organisation inconnue', unknown_organization_role: 'rôle inconnu dans une organisation', unknown_platform_role: 'rôle inconnu', too_many_cells: 'plus de cellules que de colonnes',
      two_people: 'le nom d’utilisateur est celui d’une personne, l’e-mail celui d’une autre', same_person_twice: 'une autre ligne est la même personne', duplicate_in_file: 'une autre ligne a la même valeur', username_taken: 'ce nom d’utilisateur est celui d’une autre personne', email_taken: 'cet e-mail est celui d’une autre personne', external_id_taken: 'cet identifiant externe est celui d’une autre personne', not_found: 'personne sur le serveur n’a ce nom d’utilisateur ou cet e-mail',
      last_superadmin: 'dernier super-administrateur qui peut se connecter', own_account: 'votre propre compte', above_own_level: 'demande des permissions que vous n’avez pas', admin_level_disabled: 'le rôle Administrateur n’est pas utilisé', contact_cannot_sign_in: 'un contact ne peut pas se connecter',
      password_ignored: 'le mot de passe est ignoré : la personne existe déjà', password_missing: 'pas de mot de passe : connexion par lien à usage unique', no_licence_left: 'plus de licence : passe en accès gratuit', managed_by_provider: 'cette valeur appartient au fournisseur d’identité', deactivated_by_person: 'a été désactivé par un administrateur', ends_sessions: 'met fin à toutes les sessions', gains_permissions: 'gagne des permissions', protected: 'protégé : laissé tel quel',
      changed_since: 'modifié depuis, donc conservé', gone: 'n’est plus sur le serveur', password_not_restored: 'l’ancien mot de passe ne revient pas', sessions_not_restored: 'les sessions closes ne reviennent pas',
    },
  },
};
