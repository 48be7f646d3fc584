import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

const renderer = path.join(import.meta.dirname, '..');

/** Attributes whose text a person sees or hears. */
const shownAttributes = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'text', 'advice', 'lead', 'subtitle', 'help', 'caption', 'confirmLabel', 'helperText', 'detail', 'summary', 'consequence', 'phase']);

const hasWord = (text: string) => /\p{L}{2,}/u.test(text);

type Node = Record<string, unknown> & { type?: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

/** Words that stand in JSX themselves instead of in the texts of a language. */
function hardCoded(node: unknown, found: string[]): void {
  if (Array.isArray(node)) {
    for (const inner of node) hardCoded(inner, found);
    return;
  }
  if (!isNode(node)) return;
  if (node.type === 'JSXText' && hasWord(String(node['value']))) found.push(String(node['value']).trim());
  if (node.type === 'JSXExpressionContainer' && isNode(node['expression'])) collectLiteral(node['expression'], found, false);
  if (node.type === 'JSXAttribute' && isNode(node['name'])) {
    const name = node['name'];
    const label = name.type === 'JSXNamespacedName' ? '' : String(name['value']);
    const value = node['value'];
    if (shownAttributes.has(label) && isNode(value)) collectLiteral(value.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value, found, true);
    // Other attributes (types, names, classes) hold no words for people, but may hold elements.
    if (isNode(value) && value.type === 'JSXExpressionContainer' && !shownAttributes.has(label)) {
      if (isNode(value['expression']) && value['expression'].type !== 'StringLiteral' && value['expression'].type !== 'TemplateLiteral') descend(value['expression'], found);
      return;
    }
    if (isNode(value) && value.type === 'StringLiteral') return;
  }
  descend(node, found);
}

function descend(node: Node, found: string[]): void {
  for (const [key, value] of Object.entries(node)) if (key !== 'span') hardCoded(value, found);
}

function collectLiteral(expression: Node, found: string[], attribute: boolean): void {
  if (expression.type === 'StringLiteral' && hasWord(String(expression['value']))) found.push(String(expression['value']));
  if (expression.type === 'TemplateLiteral') {
    for (const quasi of expression['quasis'] as Node[]) if (hasWord(String(quasi['raw'])) && attribute) found.push(String(quasi['raw']));
  }
  if (expression.type === 'ConditionalExpression') {
    for (const branch of ['consequent', 'alternate']) if (isNode(expression[branch])) collectLiteral(expression[branch], found, attribute);
  }
}

function hardCodedIn(source: string): string[] {
  const found: string[] = [];
  hardCoded(parseSync(source, { syntax: 'typescript', tsx: true }).body, found);
  return [...new Set(found)];
}

const screens = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx') && !file.split(path.sep).includes('testing'));

describe('C13: no text for people stands outside the languages', () => {
  it('sees text in elements, in attributes and in conditions', () => {
    expect(hardCodedIn('const a = <p>Hello there</p>;')).toEqual(['Hello there']);
    expect(hardCodedIn('const a = <p aria-label="Close it" className="some words" />;')).toEqual(['Close it']);
    expect(hardCodedIn("const a = <p title={open ? 'Open' : t('closed')}>{count > 1 ? 'many' : ''}</p>;").sort()).toEqual(['Open', 'many']);
    expect(hardCodedIn('const a = <Box render={() => <b>Inner words</b>} />;')).toEqual(['Inner words']);
    expect(hardCodedIn('const a = <p id="main-part" role="status">{t("closed")} · {"⌘"}</p>;')).toEqual([]);
  });

  it('finds none in any screen', () => {
    expect(screens.length).toBeGreaterThan(40);
    const found = screens.flatMap((file) => hardCodedIn(readFileSync(path.join(renderer, file), 'utf8')).map((text) => `${file}: ${text}`));
    expect(found).toEqual([]);
  });

  it('reads no text as markup', () => {
    const files = screens.filter((file) => /\bTrans\b|dangerouslySetInnerHTML/.test(readFileSync(path.join(renderer, file), 'utf8')));
    expect(files).toEqual([]);
  });
});
