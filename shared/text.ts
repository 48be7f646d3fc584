/**
 * The one place where text is folded. Folded forms are computed here, in JavaScript, and stored in columns:
 * the databases never fold, so that SQLite and PostgreSQL agree on every letter.
 */

const combiningMarks = /\p{M}+/gu;

/** Text that no Unicode form changes: most of what files of people hold, and quickly seen. */
const plain = /^[\n\x20-\x7e]*$/;

/** Lower case in which a letter is the same wherever it stands: a sigma at the end of a word is a sigma. */
const lowered = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ');

/**
 * The form in which two usernames, emails or slugs are the same (U2): NFKC and lower case, outer spaces removed.
 * NFKC is applied again after lowering because lower case can leave a decomposed letter behind (`İ`).
 */
export function foldKey(text: string): string {
  if (plain.test(text)) return text.toLowerCase().trim();
  return lowered(text.normalize('NFKC')).normalize('NFKC').trim();
}

/**
 * The form in which text is searched (U13): NFKD, combining marks removed, lower case.
 * `Éloïse` and `eloise` are equal in it; spaces and punctuation stay.
 */
export function foldSearch(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return lowered(text.normalize('NFKD').replace(combiningMarks, '')).normalize('NFKD').replace(combiningMarks, '');
}

/**
 * The form in which names written by people (column headers, role names, yes and no) are compared:
 * searched form with everything but letters and digits removed. `Nom d’utilisateur`, `nom_d_utilisateur` and
 * `NOM D'UTILISATEUR` are equal in it.
 */
export function foldName(text: string): string {
  return foldSearch(text).replace(/[^\p{L}\p{N}]+/gu, '');
}
