import { describe, expect, it } from 'vitest';
import openapi from '../../../../packages/client/src/generated/openapi.json';
import { actionRoles, pages } from './pages.ts';

interface Operation {
  readonly operationId: string;
  readonly 'x-callers': readonly string[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const document: Document = openapi;
const callers = new Map<string, readonly string[]>();
for (const path of Object.values(document.paths)) {
  for (const operation of Object.values(path)) callers.set(operation.operationId, operation['x-callers']);
}
const staffRoles = ['reviewer', 'second_approver', 'analyst', 'operator', 'supervisor'];
const allowed = (operationId: string) => (callers.get(operationId) ?? []).filter((c) => staffRoles.includes(c)).sort();

describe('what a role sees is what the contract lets it call', () => {
  it.each(pages.map((page) => [page.name, page] as const))('page %s', (_, page) => {
    expect([...page.roles].sort()).toEqual(allowed(page.operation));
  });

  it.each(Object.entries(actionRoles))('action %s', (operation, roles) => {
    expect([...roles].sort()).toEqual(allowed(operation));
  });

  it('has one page per path', () => {
    expect(new Set(pages.map((page) => page.path)).size).toBe(pages.length);
  });
});
