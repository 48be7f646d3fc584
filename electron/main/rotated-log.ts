import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const largest = 5_242_880;
const kept = 3;

export type Log = {
  /** One line: when, what, and the facts. Never give it a token, a password or the content of a file. */
  write(event: string, facts?: Record<string, unknown>): void;
  /** Text of another process, as it came. */
  append(text: string): void;
};

/** A log file of at most 5 MB; the three before it are kept as `.1` to `.3`. Losing a line never stops the work. */
export function openLog(file: string, clock: () => Date = () => new Date()): Log {
  mkdirSync(path.dirname(file), { recursive: true });
  let size = existsSync(file) ? statSync(file).size : 0;

  function append(text: string): void {
    try {
      if (size + text.length > largest) {
        rotate(file);
        size = 0;
      }
      appendFileSync(file, text, { mode: 0o600 });
      size += Buffer.byteLength(text);
    } catch {
      // A full or read-only disk: the application goes on without its log.
    }
  }

  return {
    append,
    write(event, facts = {}) {
      append(`${JSON.stringify({ at: clock().toISOString(), event, ...readable(facts) })}\n`);
    },
  };
}

function rotate(file: string): void {
  rmSync(`${file}.${kept}`, { force: true });
  for (let age = kept - 1; age >= 1; age -= 1) {
    if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

/** Errors have no properties of their own that JSON would show. */
function readable(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact instanceof Error ? fact.stack ?? fact.message : fact]));
}
