import { z } from 'zod';
import { operationIds, operations } from '#shared/contract/index.ts';
import { pathParameters, type Operation } from '#shared/contract/operation.ts';
import { errorTable } from '#shared/errors.ts';
import { problemMediaType } from '#shared/problem.ts';
import { apiBase, travelsInQuery } from '#shared/wire.ts';
import { version } from '../version.ts';

type Document = Record<string, unknown>;
type ObjectSchema = { properties?: Record<string, Document>; required?: string[] };

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Document => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return rest;
};

/** OpenAPI 3.1 of the whole table of operations. */
export function openApiDocument(): Document {
  const paths: Record<string, Record<string, Document>> = {};
  for (const id of operationIds) {
    const operation: Operation = operations[id];
    (paths[apiBase + operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Quarterdeck', version, description: 'Administration of a workspace platform. Every refusal is an RFC 9457 problem; see docs/api.md for conventions.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token.' } },
      schemas: { Problem: problemSchema },
      responses: { Problem: { description: 'Refused', content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } } } },
    },
  };
}

const problemSchema: Document = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.entries(errorTable).flatMap(([code, { status }]) => (status === null ? [] : [code])) },
    reason: { type: 'string', description: 'Why, among the reasons that the operation declares.' },
    details: { type: 'object' },
    errors: { type: 'array', items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } } },
    requestId: { type: 'string' },
    current: { description: 'The present record, when a stale version was sent.' },
  },
};

function describe(operation: Operation): Document {
  const body = bodyOf(operation);
  const mediaType = operation.stream ? 'application/x-ndjson' : 'application/json';
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.id.split('.')[0]],
    parameters: parametersOf(operation),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      200: { description: operation.stream ? 'One document a line; the last line says how it ended' : 'Done', content: { [mediaType]: { schema: jsonSchema(operation.output, 'output') } } },
      default: { $ref: '#/components/responses/Problem' },
    },
    security: operation.permission === 'public' ? [] : [{ token: [] }],
    'x-permission': operation.permission,
    'x-reasons': operation.reasons,
  };
}

function parametersOf(operation: Operation): Document[] {
  const { properties = {}, required = [] } = jsonSchema(operation.input, 'input') as ObjectSchema;
  const inPath = pathParameters(operation.path);
  const parameters: Document[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] }));
  if (travelsInQuery(operation)) {
    for (const [name, schema] of Object.entries(properties)) {
      if (!inPath.includes(name) && !isPrecondition(operation, name)) parameters.push({ name, in: 'query', required: required.includes(name), schema, explode: true, style: 'form' });
    }
  }
  if (operation.ifMatch) parameters.push({ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' }, description: 'The version of the record, such as "3".' });
  if (operation.method === 'POST') parameters.push({ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 16, maxLength: 200 } });
  return parameters;
}

function bodyOf(operation: Operation): Document | undefined {
  if (travelsInQuery(operation)) return undefined;
  const { properties = {}, required = [], ...rest } = jsonSchema(operation.input, 'input') as ObjectSchema;
  const inPath = pathParameters(operation.path);
  const travels = (name: string): boolean => !inPath.includes(name) && !isPrecondition(operation, name);
  return { ...rest, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => travels(name))), required: required.filter(travels), additionalProperties: false };
}

const isPrecondition = (operation: Operation, name: string): boolean => operation.ifMatch === true && name === 'version';
