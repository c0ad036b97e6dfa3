/** A DMN document as read: elements by id, expressions still as text. */
export interface Definitions {
  readonly name: string;
  readonly namespace: string;
  /** Where the document was read from; null when nobody said. */
  readonly location: string | null;
  readonly imports: readonly Import[];
  readonly itemDefinitions: readonly ItemDefinition[];
  readonly elements: ReadonlyMap<string, DrgElement>;
}

export interface Import {
  readonly name: string;
  readonly namespace: string;
  /** Where the document says the imported one is. */
  readonly location: string | null;
}

export interface ItemDefinition {
  readonly name: string;
  readonly typeRef: string | null;
  readonly isCollection: boolean;
  readonly components: readonly ItemDefinition[];
  /** Unary tests every value (every item of a collection) must pass. */
  readonly allowedValues: string | null;
  /** Unary tests the value as a whole must pass. */
  readonly typeConstraint: string | null;
  readonly functionItem: { readonly parameters: readonly string[]; readonly result: string | null } | null;
}

export type DrgElement = InputData | Decision | Knowledge | Service;

/** What an element requires, by the place it stands in. */
export interface Requirement {
  readonly kind: 'requiredInput' | 'requiredDecision' | 'requiredKnowledge';
  readonly href: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly typeRef: string | null;
}
export interface InputData extends Named {
  readonly kind: 'input data';
}
export interface Decision extends Named {
  readonly kind: 'decision';
  readonly requires: readonly Requirement[];
  readonly logic: Boxed | null;
}
export interface Knowledge extends Named {
  readonly kind: 'knowledge';
  readonly requires: readonly Requirement[];
  readonly logic: (Boxed & { readonly kind: 'function' }) | null;
}
export interface Service extends Named {
  readonly kind: 'service';
  readonly outputs: readonly string[];
  readonly encapsulated: readonly string[];
  readonly inputDecisions: readonly string[];
  readonly inputData: readonly string[];
}

interface Base {
  readonly typeRef: string | null;
}
/** Boxed expressions. */
export type Boxed = Base &
  (
    | { readonly kind: 'literal'; readonly text: string; readonly language: string | null }
    | { readonly kind: 'table'; readonly table: DecisionTable }
    | {
        readonly kind: 'context';
        readonly entries: readonly {
          readonly name: string | null;
          readonly typeRef: string | null;
          readonly value: Boxed | null;
        }[];
      }
    | { readonly kind: 'list'; readonly items: readonly (Boxed | null)[] }
    | {
        readonly kind: 'relation';
        readonly columns: readonly { readonly name: string; readonly typeRef: string | null }[];
        readonly rows: readonly (readonly (Boxed | null)[])[];
      }
    | {
        readonly kind: 'invocation';
        readonly callee: Boxed | null;
        readonly bindings: readonly {
          readonly name: string;
          readonly typeRef: string | null;
          readonly value: Boxed | null;
        }[];
      }
    | {
        readonly kind: 'function';
        readonly language: 'FEEL' | 'Java' | 'PMML';
        readonly parameters: readonly { readonly name: string; readonly typeRef: string | null }[];
        readonly body: Boxed | null;
      }
    | {
        readonly kind: 'conditional';
        readonly test: Boxed | null;
        readonly yes: Boxed | null;
        readonly no: Boxed | null;
      }
    | { readonly kind: 'filter'; readonly of: Boxed | null; readonly by: Boxed | null }
    | {
        readonly kind: 'for' | 'some' | 'every';
        readonly name: string;
        readonly over: Boxed | null;
        readonly body: Boxed | null;
      }
  );

export interface DecisionTable {
  readonly hitPolicy: string;
  readonly aggregation: string | null;
  readonly inputs: readonly {
    readonly text: string;
    readonly typeRef: string | null;
    readonly values: string | null;
  }[];
  readonly outputs: readonly {
    readonly name: string | null;
    readonly typeRef: string | null;
    readonly values: string | null;
    readonly fallback: string | null;
  }[];
  readonly annotations: readonly string[];
  readonly rules: readonly {
    readonly id: string | null;
    readonly tests: readonly string[];
    readonly outputs: readonly { readonly text: string; readonly typeRef: string | null }[];
    readonly annotations: readonly string[];
  }[];
}
