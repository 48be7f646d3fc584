import { parseSync } from 'vite';

import type { SourceFile } from './sources.ts';

/** A function and the lines that are its own: without blank lines, comments and the functions inside it. */
export interface FunctionMeasure {
  /** `path:line` of its beginning. */
  place: string;
  name: string;
  lines: number;
}

interface Node {
  type: string;
  start: number;
  end: number;
  id?: { name?: string } | null;
  key?: { name?: string } | null;
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

interface FoundFunction {
  node: Node;
  name: string;
  inner: FoundFunction[];
}

/** The outermost functions below `node`, each with those inside it; `name` is what the node is bound to. */
function findFunctions(node: Node, name: string): FoundFunction[] {
  const bound = node.id?.name ?? node.key?.name ?? name;
  const below = childrenOf(node).flatMap((child) => findFunctions(child, bound));
  return functionTypes.has(node.type) ? [{ node, name: bound, inner: below }] : below;
}

/** Measures every function of a file. Throws when the file does not parse. */
export function measureFunctions(file: SourceFile): FunctionMeasure[] {
  const { program, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message ?? 'does not parse'}`);
  const lines = file.text.split('\n');
  const starts = lineStarts(lines);
  const lineOf = (offset: number): number => starts.findLastIndex((start) => start <= offset);

  const measure = ({ node, name, inner }: FoundFunction): FunctionMeasure[] => {
    const own = new Set<number>();
    for (let line = lineOf(node.start); line <= lineOf(node.end); line++) if (isCode(lines[line])) own.add(line);
    for (const { node: other } of inner) {
      for (let line = lineOf(other.start); line <= lineOf(other.end); line++) own.delete(line);
    }
    return [
      { place: `${file.path}:${lineOf(node.start) + 1}`, name, lines: own.size },
      ...inner.flatMap(measure),
    ];
  };
  return findFunctions(program as unknown as Node, '(anonymous)').flatMap(measure);
}

function lineStarts(lines: string[]): number[] {
  let start = 0;
  return lines.map((line) => {
    const here = start;
    start += line.length + 1;
    return here;
  });
}

function isCode(line: string | undefined): boolean {
  return line !== undefined && !/^\s*($|\/\/|\/\*|\*)/.test(line);
}
