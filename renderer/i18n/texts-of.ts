/**
 * The shape another language must have, taken from the English: the same keys, any text. English has
 * the plural forms `one` and `other`; the other languages add `many` (French: "1 000 000 de lignes").
 * A missing text does not compile (C13).
 */
export type TextsOf<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : TextsOf<English[Key]>;
} & {
  readonly [Key in keyof English as Key extends `${infer Stem}_one` ? `${Stem}_many` : never]: string;
};
