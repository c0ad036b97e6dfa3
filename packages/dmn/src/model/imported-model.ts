import type { Definitions, Import } from './definitions.ts';

/**
 * The model that an import means: by its namespace, else, where no other model has that, by the last part of its address.
 * Undefined when none of those given is meant.
 */
export const importedModel = <T extends Definitions>(
  { namespace, location }: Import,
  by: Definitions,
  all: readonly T[],
): T | undefined =>
  all.find((one) => one.namespace === namespace && one !== by) ??
  (location === null
    ? undefined
    : all.find((one) => one.location !== null && lastPart(one.location) === lastPart(location)));

const lastPart = (location: string): string => location.slice(location.lastIndexOf('/') + 1);
