import type { z } from 'zod';
import { planOperations } from './plans.ts';
import { serverOperations } from './session.ts';
import { userOperations } from './users.ts';

/** The table of operations: every row of the contract, by id. */
export const operations = { ...serverOperations, ...userOperations, ...planOperations } as const;

export type Operations = typeof operations;
export type OperationId = keyof Operations;

/** What a caller sends (defaults may be left out). */
export type InputOf<Id extends OperationId> = z.input<Operations[Id]['input']>;
/** What a handler gets (defaults filled in). */
export type ParsedInputOf<Id extends OperationId> = z.output<Operations[Id]['input']>;
/** What a handler answers and a caller gets; for a stream, one item. */
export type OutputOf<Id extends OperationId> = z.output<Operations[Id]['output']>;

/** Ids of the operations that answer with a stream of lines. */
export type StreamId = { [Id in OperationId]: Operations[Id] extends { stream: true } ? Id : never }[OperationId];
export type CallId = Exclude<OperationId, StreamId>;

export const operationIds = Object.keys(operations) as OperationId[];

export const isOperationId = (value: unknown): value is OperationId => typeof value === 'string' && Object.hasOwn(operations, value);
