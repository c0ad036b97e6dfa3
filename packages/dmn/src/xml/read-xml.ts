import { SaxesParser } from 'saxes';
import { failed, ok, type Result } from '../result.ts';

/** One element: local name, namespace, attributes by local name, child elements, and its own text. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
  /** Prefixes declared in scope here, so that a QName in an attribute value can be resolved. */
  readonly prefixes: Readonly<Record<string, string>>;
}

export interface XmlError {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface Draft {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: Draft[];
  text: string;
  line: number;
  prefixes: Record<string, string>;
}

/** Depth past which a document is refused: no model nests so far, and recursion over the tree must stay safe. */
const DEPTH_MAX = 500;

/**
 * Reads an XML document into plain elements, namespaces resolved. A malformed document is a value, not an exception; own
 * entity definitions are refused by the parser, so a document cannot grow while it is read.
 */
export const readXml = (source: string): Result<XmlElement, XmlError> => {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Draft[] = [];
  let root: Draft | null = null;
  let error: XmlError | null = null;
  const fail = (message: string): void => {
    error ??= { line: parser.line, column: parser.column, message };
  };
  parser.on('error', (problem) => fail(problem.message.replace(/^\d+:\d+: /, '')));
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const attributes: Record<string, string> = {};
    for (const attribute of Object.values(tag.attributes))
      if (attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns') attributes[attribute.local] = attribute.value;
    const element: Draft = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      line: parser.line,
      prefixes: { ...parent?.prefixes, ...tag.ns },
    };
    if (parent) parent.children.push(element);
    else root ??= element;
    open.push(element);
    if (open.length > DEPTH_MAX) fail(`elements nest deeper than ${DEPTH_MAX}`);
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  parser.write(source.startsWith('\uFEFF') ? source.slice(1) : source).close();
  if (error) return failed(error);
  return root ? ok(root) : failed({ line: 1, column: 0, message: 'the document holds no element' });
};

export const childrenNamed = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

export const childNamed = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);

/** The trimmed content of `<name><text>…</text></name>`, the shape every FEEL expression has in DMN. */
export const textOf = (element: XmlElement | undefined): string =>
  element ? (childNamed(element, 'text')?.text ?? '').trim() : '';
