import type { Problem } from '#shared/errors.ts';

/** A refusal or failure of an operation or native call, with the problem as it came over IPC. */
export class OperationError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'OperationError';
    this.problem = problem;
  }
}

/** The problem of anything thrown or told; what is not a refusal is a defect and counts as `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof OperationError) return error.problem;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
