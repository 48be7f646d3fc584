import createCache from '@emotion/cache';
import type { EmotionCache } from '@emotion/cache';

interface SheetOptions {
  key: string;
  container: Node;
}

/** Which adopted sheets hold global styles. */
const globalSheets = new WeakSet<CSSStyleSheet>();

/**
 * Where Emotion puts its rules: a constructed style sheet adopted by the document instead of `<style>`
 * elements. The page's policy stays `style-src 'self'`, without a nonce and without `unsafe-inline`
 * (C15): a policy governs elements and attributes, and none is made here.
 *
 * Emotion constructs a second sheet of the same class for global styles, which must come before the
 * components' own; they are adopted in their own order before all others.
 */
class ConstructedSheet {
  readonly key: string;
  readonly container: Node;
  readonly isSpeedy = true;
  readonly nonce = undefined;
  /** Emotion reads these of its own sheet to find where to insert elements; here there are none. */
  readonly tags: HTMLStyleElement[] = [];
  before: Element | null = null;
  #sheet: CSSStyleSheet | undefined;

  constructor(options: SheetOptions) {
    this.key = options.key;
    this.container = options.container;
  }

  hydrate(): void {
    // No server rendering: there is nothing to take over.
  }

  insert(rule: string): void {
    this.#sheet ??= this.#adopt();
    try {
      this.#sheet.insertRule(rule, this.#sheet.cssRules.length);
    } catch (error) {
      // A rule for another engine (`::-moz-…`) is refused by this one; that loses nothing.
      if (!(error instanceof DOMException && error.name === 'SyntaxError')) throw error;
    }
  }

  flush(): void {
    const sheet = this.#sheet;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
    this.#sheet = undefined;
  }

  #adopt(): CSSStyleSheet {
    const sheet = new CSSStyleSheet();
    const adopted = [...document.adoptedStyleSheets];
    if (this.key.endsWith('-global')) {
      globalSheets.add(sheet);
      const firstOther = adopted.findIndex((other) => !globalSheets.has(other));
      adopted.splice(firstOther === -1 ? adopted.length : firstOther, 0, sheet);
    } else {
      adopted.push(sheet);
    }
    document.adoptedStyleSheets = adopted;
    return sheet;
  }
}

/** The Emotion cache of the console: rules go to constructed style sheets, never to elements. */
export function createStyleCache(): EmotionCache {
  const cache = createCache({ key: 'qd', speedy: true });
  // The class has what Emotion calls; its declared type has private members of the original.
  cache.sheet = new ConstructedSheet({ key: 'qd', container: document.head }) as unknown as EmotionCache['sheet'];
  return cache;
}
