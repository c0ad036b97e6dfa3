import type { OpenApiDocument, Operation } from '../openapi/document.ts';
import type { SchemaNode } from '../openapi/schema.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character);
const code = (text: string): string => `<code>${escaped(text)}</code>`;

/** A schema in one line, named schemas as links. */
function typeText(node: SchemaNode): string {
  const ref = node['$ref'];
  if (typeof ref === 'string') {
    const name = escaped(ref.slice(ref.lastIndexOf('/') + 1));
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if ('const' in node) return code(JSON.stringify(node['const']));
  const values = node['enum'];
  if (Array.isArray(values)) return values.map((value) => code(JSON.stringify(value))).join(' | ');
  const choices = (node['anyOf'] ?? node['oneOf']) as SchemaNode[] | undefined;
  if (choices !== undefined) return choices.map(typeText).join(' | ');
  if (node['type'] === 'array') return `list of ${typeText(node['items'] as SchemaNode)}`;
  if (node['type'] === 'object') return node['properties'] === undefined ? 'object' : fieldsOf(node);
  const format = typeof node['format'] === 'string' ? ` (${node['format']})` : '';
  const types = [node['type'] ?? 'any'].flat().filter((type) => typeof type === 'string');
  return escaped(types.join(' | ') + format);
}

function fieldsOf(node: SchemaNode): string {
  const required = (node['required'] ?? []) as string[];
  const rows = Object.entries(node['properties'] as Record<string, SchemaNode>).map(([name, property]) => {
    const description = typeof property['description'] === 'string' ? escaped(property['description']) : '';
    const optional = required.includes(name) ? '' : ' <em>optional</em>';
    return `<tr><th scope="row">${code(name)}${optional}</th><td>${typeText(property)}</td><td>${description}</td></tr>`;
  });
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

function contentOf(content: Readonly<Record<string, { readonly schema: SchemaNode }>>): string {
  return Object.entries(content)
    .map(([mediaType, { schema }]) => `<p>${code(mediaType)}</p>${typeText(schema)}`)
    .join('');
}

function operationOf(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters.map(
    (parameter) =>
      `<tr><th scope="row">${code(parameter.name)}${parameter.required ? '' : ' <em>optional</em>'}</th>` +
      `<td>${parameter.in}</td><td>${typeText(parameter.schema)}</td><td>${escaped(parameter.description ?? '')}</td></tr>`,
  );
  const body = operation.requestBody;
  const reply = operation.responses['200'] as { readonly content: Record<string, { readonly schema: SchemaNode }> };
  return [
    `<section id="${operation.operationId}"><details><summary><b class="${method}">${method.toUpperCase()}</b> `,
    `${code(path)} <span>${escaped(operation.summary)}</span></summary>`,
    `<p>${code(operation.operationId)} · called by ${operation['x-callers'].map(code).join(', ')}</p>`,
    parameters.length === 0 ? '' : `<h4>Parameters</h4><table><tbody>${parameters.join('')}</tbody></table>`,
    body === undefined ? '' : `<h4>Request</h4>${contentOf(body.content)}`,
    `<h4>Reply</h4>${contentOf(reply.content)}</details></section>`,
  ].join('');
}

export const docsStyle = `
:root{color-scheme:light dark;--ink:#16202e;--muted:#5b6675;--line:#e3e7ec;--ground:#f5f7f9;--surface:#fff;--primary:#0b6e69}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--muted:#a3adba;--line:#2c3643;--ground:#11171f;--surface:#1a222c;--primary:#5cc4bd}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,"PingFang SC","Noto Sans SC",sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 16px}h1{font-size:28px}h2{font-size:20px;margin-top:40px}h4{margin:16px 0 4px}
section{background:var(--surface);border:1px solid var(--line);border-radius:6px;margin:8px 0;padding:8px 16px;overflow-x:auto}
summary{cursor:pointer;padding:4px 0}summary span{color:var(--muted)}summary b{display:inline-block;min-width:64px;color:var(--primary)}
code{font:14px/1.5 ui-monospace,Menlo,Consolas,monospace}table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-top:1px solid var(--line);font-weight:400}
em{color:var(--muted)}a{color:var(--primary)}:focus-visible{outline:2px solid var(--primary);outline-offset:2px}
`;

/** The API for reading: one static page, no script, made from the same document that `/openapi.json` gives. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  );
  const groups = document.tags.map(({ name, description }) => {
    const mine = operations.filter(({ operation }) => operation.tags.includes(name));
    const list = mine.map(({ method, path, operation }) => operationOf(method, path, operation)).join('');
    return `<h2 id="${escaped(name)}">${escaped(name)}</h2><p>${escaped(description)}</p>${list}`;
  });
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<section id="schema-${name}"><h4>${name}</h4>${typeText(schema)}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Clearline API</title><link rel="stylesheet" href="/docs/style.css"></head><body><main>
<h1>Clearline 明借 API</h1><p>${escaped(document.info.description)}</p>
<p><a href="/openapi.json">OpenAPI 3.1 document</a> · errors are <a href="#schema-Problem">Problem</a> documents</p>
${groups.join('\n')}
<h2>Schemas</h2>${schemas.join('\n')}
</main></body></html>
`;
}
