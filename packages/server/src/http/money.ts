/**
 * Money and rates at the boundary: JSON integers outside, bigint inside, told apart by the suffix of the field’s name.
 * `Domain<T>` is the inside type of a contract type.
 */
type BigOf<T> = T extends number ? bigint : T;
export type Domain<T> = T extends readonly (infer Item)[]
  ? readonly Domain<Item>[]
  : T extends object
    ? {
        readonly [Key in keyof T]: Key extends `${string}Fen` | `${string}Ppb` ? BigOf<T[Key]> : Domain<T[Key]>;
      }
    : T;
