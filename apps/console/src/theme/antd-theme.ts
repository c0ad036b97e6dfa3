import { type ThemeConfig, theme as antdTheme } from 'antd';

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--cl-${name}`).trim();

/**
 * antd's theme, read from the design tokens that both apps share, so that a colour is written down once. Called again
 * when the system turns dark or light.
 */
export function consoleTheme(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: token('primary'),
      colorLink: token('primary'),
      colorLinkHover: token('primary-strong'),
      colorText: token('ink'),
      colorTextSecondary: token('muted'),
      colorTextTertiary: token('muted'),
      colorTextDescription: token('muted'),
      colorTextPlaceholder: token('muted'),
      colorBorder: token('control-line'),
      colorBorderSecondary: token('line'),
      colorBgLayout: token('ground'),
      colorBgContainer: token('surface'),
      colorBgElevated: token('surface'),
      colorError: token('overdue'),
      colorWarning: token('attention'),
      colorSuccess: token('restored'),
      colorInfo: token('primary'),
      colorErrorBg: token('overdue-soft'),
      colorErrorBorder: token('overdue'),
      colorWarningBg: token('attention-soft'),
      colorWarningBorder: token('attention'),
      colorSuccessBg: token('restored-soft'),
      colorSuccessBorder: token('restored'),
      colorInfoBg: token('primary-soft'),
      colorInfoBorder: token('primary'),
      // What is chosen in a list; derived from the colour itself it would be a dull dark green.
      controlItemBgActive: token('primary-soft'),
      // A button at work is not a button out of use: its words stay as readable as they were.
      opacityLoading: 1,
      controlItemBgActiveHover: token('primary-soft'),
      // By name, because the language of the page decides which fonts come first.
      fontFamily: 'var(--cl-font)',
      borderRadius: Number.parseInt(token('radius-console'), 10),
      fontSize: 14,
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      boxShadow: token('shadow'),
      controlHeight: 34,
    },
    components: {
      Table: {
        headerBg: token('ground'),
        headerColor: token('muted'),
        headerSplitColor: 'transparent',
        cellPaddingBlock: 10,
        cellPaddingInline: 12,
        rowHoverBg: token('ground'),
      },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', primaryColor: token('on-primary') },
      Tabs: { horizontalMargin: '0 0 16px 0' },
    },
  };
}
