import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** How one value of a screen's state stands in the URL. */
export interface UrlValue<Value> {
  read(texts: readonly string[]): Value;
  /** An empty list leaves the value out of the URL. */
  write(value: Value): readonly string[];
}

/** One text; left out when it is `fallback`. */
export const textInUrl = (fallback = ''): UrlValue<string> => ({
  read: (texts) => texts[0] ?? fallback,
  write: (value) => (value === fallback ? [] : [value]),
});

/** A text that may be missing. */
export const optionalInUrl: UrlValue<string | undefined> = {
  read: (texts) => texts[0],
  write: (value) => (value === undefined ? [] : [value]),
};

/** One of a closed set; anything else in the URL counts as `fallback`. */
export const choiceInUrl = <const Value extends string, Fallback extends Value | undefined>(values: readonly Value[], fallback: Fallback): UrlValue<Value | Fallback> => ({
  read: (texts) => values.find((value) => value === texts[0]) ?? fallback,
  write: (value) => (value === undefined || value === fallback ? [] : [value]),
});

/** Several of a closed set, in the URL as a repeated parameter. */
export const choicesInUrl = <const Value extends string>(values: readonly Value[]): UrlValue<readonly Value[]> => ({
  read: (texts) => values.filter((value) => texts.includes(value)),
  write: (value) => value,
});

/** Any number of texts. */
export const textsInUrl: UrlValue<readonly string[]> = { read: (texts) => texts, write: (value) => value };

/** A number that may be missing. */
export const numberInUrl: UrlValue<number | undefined> = {
  read: (texts) => {
    const number = Number(texts[0]);
    return texts[0] === undefined || texts[0] === '' || !Number.isFinite(number) ? undefined : number;
  },
  write: (value) => (value === undefined ? [] : [String(value)]),
};

type Shape = Record<string, UrlValue<unknown>>;
type Values<S> = { [Name in keyof S]: S[Name] extends UrlValue<infer Value> ? Value : never };

/**
 * The state of a screen, kept in its URL so that back, forward, links and a restart restore it (C11):
 * `const [view, setView] = useUrlState(shape)` with a constant `shape` such as
 * `{ q: textInUrl(), open: optionalInUrl }`. `setView({ q })` replaces the entry in the history; with
 * `{ push: true }` the former state is one step back.
 */
export function useUrlState<S extends Shape>(shape: S): [Values<S>, (change: Partial<Values<S>>, how?: { push?: boolean }) => void] {
  const [parameters, setParameters] = useSearchParams();
  const values = useMemo(
    () => Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, value.read(parameters.getAll(name))])) as Values<S>,
    [parameters, shape],
  );
  const change = useCallback(
    (changed: Partial<Values<S>>, how: { push?: boolean } = {}) => {
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changed)) {
            next.delete(name);
            const texts = shape[name]?.write(value) ?? [];
            for (const text of texts) next.append(name, text);
          }
          return next;
        },
        { replace: how.push !== true, preventScrollReset: true },
      );
    },
    [setParameters, shape],
  );
  return [values, change];
}
