import type { Delimiter, RowShift } from '#shared/file-inspection.ts';
import { isEmail, parseBoolean, parsePlatformRole, peopleColumn, type FieldKey } from '#shared/people-file.ts';
import { realigned } from '../row-corrections.ts';

type CellKind = 'email' | 'role' | 'boolean' | 'name' | 'other';

const namingFields: ReadonlySet<FieldKey> = new Set(['displayName', 'firstName', 'lastName', 'jobTitle', 'company', 'department']);
const rememberedAnswers = 1_000;
const triedShifts = [1, -1, 2, -2, 3, -3];
const furthestShift = 3;

/** How well the cells of a row agree with the columns they stand in. */
interface Fit {
  /** Cells that are what their column asks for. */
  readonly fits: number;
  /** Cells that are not. */
  readonly misfits: number;
  /** A column of names that holds an email address while the email column holds none. */
  readonly strayEmail: number | null;
}

function kindOf(field: FieldKey | null): CellKind {
  if (field === null) return 'other';
  if (field === 'email') return 'email';
  if (namingFields.has(field)) return 'name';
  const { kind } = peopleColumn(field);
  return kind === 'role' || kind === 'boolean' ? kind : 'other';
}

/** Judges rows by the columns whose values can be recognized: email, role, yes and no. */
export class RowShape {
  readonly #kinds: readonly CellKind[];
  readonly #judged: readonly number[];
  readonly #emailColumn: number;
  readonly #answers = { role: new Map<string, boolean>(), boolean: new Map<string, boolean>() };

  constructor(mapping: readonly (FieldKey | null)[]) {
    this.#kinds = mapping.map(kindOf);
    this.#judged = this.#kinds.flatMap((kind, column) => (kind === 'other' ? [] : [column]));
    this.#emailColumn = this.#kinds.indexOf('email');
  }

  /** The fit of a row. */
  fitOf(cells: readonly string[]): Fit {
    let fits = 0;
    let misfits = 0;
    let strayEmail: number | null = null;
    const hasEmail = this.#emailColumn >= 0 && isEmail((cells[this.#emailColumn] ?? '').trim());
    for (const column of this.#judged) {
      const cell = cells[column] ?? '';
      if (cell === '') continue;
      const kind = this.#kinds[column];
      if (kind === 'name') {
        if (this.#emailColumn >= 0 && !hasEmail && cell.includes('@') && isEmail(cell.trim())) {
          strayEmail ??= column;
          misfits += 1;
        }
        continue;
      }
      const good = kind === 'email' ? hasEmail : kind === 'role' || kind === 'boolean' ? this.#isValue(kind, cell) : true;
      if (good) fits += 1;
      else misfits += 1;
    }
    return { fits, misfits, strayEmail };
  }

  #isValue(kind: 'role' | 'boolean', cell: string): boolean {
    const answers = this.#answers[kind];
    const known = answers.get(cell);
    if (known !== undefined) return known;
    const answer = (kind === 'role' ? parsePlatformRole(cell) : parseBoolean(cell)).ok;
    if (answers.size < rememberedAnswers) answers.set(cell, answer);
    return answer;
  }

  /** Whether a misfit is the row's and not one bad value's: an address among the names, or several cells at once. */
  isSuspicious(fit: Fit): boolean {
    return fit.strayEmail !== null || fit.misfits >= 2;
  }

  /**
   * The column of a cell that is plainly meant for another column: an address, or a value of role, yes or no, where
   * something else belongs. Such a cell is no secret. Null when no cell tells.
   */
  tellingColumn(cells: readonly string[]): number | null {
    const tells = (cell: string, kind: CellKind | undefined): boolean => {
      if (cell.includes('@') && isEmail(cell.trim())) return kind !== 'email';
      if (kind === 'role') return this.#isValue('boolean', cell);
      if (kind === 'boolean') return this.#isValue('role', cell);
      return kind === 'email' && (this.#isValue('role', cell) || this.#isValue('boolean', cell));
    };
    const column = cells.findIndex((cell, index) => index > 0 && cell.trim() !== '' && tells(cell, this.#kinds[index] ?? 'other'));
    return column < 0 ? null : column;
  }

  /** The one move of cells that makes every recognizable cell fit, the smallest there is; null when none does. */
  shiftOf(line: number, cells: readonly string[], before: Fit, delimiter: Delimiter | null): RowShift | null {
    let best: { shift: RowShift; fits: number } | null = null;
    // Cells further right can never come to stand in a column that is judged; a wide row has hundreds of them (M4).
    const near = cells.slice(0, (this.#judged.at(-1) ?? -1) + 1 + furthestShift);
    for (const by of triedShifts) {
      for (let column = Math.max(0, by); column <= near.length - 1; column += 1) {
        const shift: RowShift = { line, column, by };
        const after = this.fitOf(realigned(near, shift, delimiter));
        if (after.misfits > 0 || after.fits <= before.fits) continue;
        if (best === null || after.fits > best.fits) best = { shift, fits: after.fits };
      }
    }
    return best?.shift ?? null;
  }
}
