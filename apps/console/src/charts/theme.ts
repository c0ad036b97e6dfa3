/** The colours charts draw with, read from the design tokens at the time of drawing. */
export interface ChartTheme {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly primary: string;
  readonly primarySoft: string;
  readonly attention: string;
  readonly overdue: string;
  readonly restored: string;
  readonly font: string;
}

export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--cl-${name}`).trim();
  return {
    ink: token('ink'),
    muted: token('muted'),
    line: token('line'),
    surface: token('surface'),
    primary: token('primary'),
    primarySoft: token('primary-soft'),
    attention: token('attention'),
    overdue: token('overdue'),
    restored: token('restored'),
    font: token('font'),
  };
}
