import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { operationIds, operations } from '#shared/contract/index.ts';
import { apiBase } from '#shared/wire.ts';
import { openApiDocument } from './openapi.ts';

type Described = { operationId: string; parameters: { name: string; in: string }[]; requestBody?: { content: { 'application/json': { schema: { properties: Record<string, unknown> } } } } };

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument())) as { openapi: string; paths: Record<string, Record<string, Described>> };

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(document);
    expect(result.valid, JSON.stringify(result.errors)?.slice(0, 2_000)).toBe(true);
    expect(document.openapi).toMatch(/^3\.1/);
  });

  it('describes every operation at its place', () => {
    const described = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(described.toSorted()).toEqual([...operationIds].toSorted());
    for (const id of operationIds) expect(document.paths[apiBase + operations[id].path]?.[operations[id].method.toLowerCase()]?.operationId).toBe(id);
  });

  it('says of each input field once where it travels', () => {
    const update = document.paths[`${apiBase}/users/{id}`]!['patch']!;
    expect(update.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual(['path id', 'header If-Match']);
    expect(Object.keys(update.requestBody!.content['application/json'].schema.properties)).toContain('jobTitle');
    expect(Object.keys(update.requestBody!.content['application/json'].schema.properties)).not.toContain('version');
  });
});
