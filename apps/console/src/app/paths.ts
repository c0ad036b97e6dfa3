/** The addresses of the console, as `router.tsx` declares them. */
export type ConsolePath =
  | '/'
  | '/sign-in'
  | '/appeals'
  | '/appeals/$id'
  | '/borrowers'
  | '/borrowers/$id'
  | '/decisions'
  | '/decisions/$id'
  | '/overview'
  | '/policies'
  | '/policies/$version'
  | '/strategies'
  | '/roll-backs'
  | '/reviews'
  | '/day-closes'
  | '/audit'
  | '/clock';
