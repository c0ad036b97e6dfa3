import type { Definitions, DrgElement, ItemDefinition } from './definitions.ts';
import { importedModel } from './imported-model.ts';

/** A model with all that it imports without a name, which counts as its own. */
export interface MergedDefinitions extends Definitions {
  /** Namespaces whose elements are found in this model: its own, and those of the models merged into it. */
  readonly namespaces: ReadonlySet<string>;
  /** Ids of elements left out because the model has one of that name already, with the id of that one. */
  readonly aliases: ReadonlyMap<string, string>;
}

/**
 * Merges imports without a name, at any depth, into the models that import them. What comes first keeps its name: the
 * model’s own elements, then those of its imports in their order. A model that imports itself, directly or not, ends there.
 */
export const mergeImports = (definitions: readonly Definitions[]): MergedDefinitions[] =>
  definitions.map((model) => mergedOf(model, definitions, []));

const mergedOf = (model: Definitions, all: readonly Definitions[], open: readonly Definitions[]): MergedDefinitions => {
  const elements = new Map<string, DrgElement>(model.elements);
  const ids = new Map([...elements].map(([id, element]) => [element.name, id]));
  const types = new Map<string, ItemDefinition>(model.itemDefinitions.map((type) => [type.name, type]));
  const imports = new Map(model.imports.filter(({ name }) => name !== '').map((named) => [named.name, named]));
  const namespaces = new Set([model.namespace]);
  const aliases = new Map<string, string>();
  const chain = [...open, model];
  for (const one of model.imports) {
    const target = one.name === '' ? importedModel(one, model, all) : undefined;
    if (!target || chain.includes(target)) continue;
    const inner = mergedOf(target, all, chain);
    for (const [id, element] of inner.elements) {
      const taken = ids.get(element.name);
      if (taken !== undefined) aliases.set(id, taken);
      else {
        // An id used twice for different names: the later element gets one of its own.
        const free = elements.has(id) ? `${inner.namespace}#${id}` : id;
        elements.set(free, { ...element, id: free });
        ids.set(element.name, free);
      }
    }
    for (const [id, kept] of inner.aliases) if (!aliases.has(id)) aliases.set(id, kept);
    for (const type of inner.itemDefinitions) if (!types.has(type.name)) types.set(type.name, type);
    for (const named of inner.imports) if (!imports.has(named.name)) imports.set(named.name, named);
    for (const absorbed of inner.namespaces) namespaces.add(absorbed);
  }
  return {
    ...model,
    elements,
    itemDefinitions: [...types.values()],
    imports: [...imports.values()],
    namespaces,
    aliases,
  };
};
