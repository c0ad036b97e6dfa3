/**
 * Inputs that no policy may declare (G6): protected attributes, and conduct that must never count against anyone. The
 * list is of name parts because a policy that hides `applicant_age` behind a prefix is refused too.
 */
export const PROHIBITED_PARTS: readonly { readonly part: string; readonly why: string }[] = [
  { part: 'gender', why: 'protected attribute' },
  { part: 'sex', why: 'protected attribute' },
  { part: 'age', why: 'protected attribute' },
  { part: 'birth', why: 'protected attribute' },
  { part: 'marriage', why: 'protected attribute' },
  { part: 'marital', why: 'protected attribute' },
  { part: 'education', why: 'protected attribute' },
  { part: 'ethnic', why: 'protected attribute' },
  { part: 'race', why: 'protected attribute' },
  { part: 'nationality', why: 'protected attribute' },
  { part: 'national_origin', why: 'protected attribute' },
  { part: 'country_of_origin', why: 'protected attribute' },
  { part: 'native_place', why: 'protected attribute' },
  { part: 'foreign', why: 'protected attribute' },
  { part: 'citizen', why: 'protected attribute' },
  { part: 'immigra', why: 'protected attribute' },
  { part: 'migrant', why: 'protected attribute' },
  { part: 'religion', why: 'protected attribute' },
  { part: 'disability', why: 'protected attribute' },
  { part: 'pregnan', why: 'protected attribute' },
  { part: 'early_repay', why: 'early repayment never counts against anyone' },
  { part: 'prepay', why: 'early repayment never counts against anyone' },
  { part: 'own_report', why: 'looking at one’s own credit report never counts' },
  { part: 'self_enquir', why: 'looking at one’s own credit report never counts' },
  { part: 'appeal', why: 'appealing never counts against anyone' },
  { part: 'complain', why: 'complaining never counts against anyone' },
  { part: 'explanation', why: 'asking for an explanation never counts' },
];

/** Why an input name is prohibited, or null. Parts are matched at word borders of the snake_case name. */
export const prohibition = (name: string): string | null => {
  const words = name.toLowerCase();
  for (const { part, why } of PROHIBITED_PARTS) {
    if (new RegExp(`(^|_)${part}${part.includes('_') || part.length > 4 ? '' : '(_|$)'}`).test(words))
      return `${part}: ${why}`;
  }
  return null;
};
