import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver } from '@mantine/core';

/** One accent, the green of the product; system fonts; 14 px; little else. */
export const theme = createTheme({
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: {
    leaf: [
      '#eaf6f0',
      '#d3eadf',
      '#a9dcc2',
      '#7fd4a8',
      '#52b987',
      '#349c6b',
      '#217a52',
      '#17603f',
      '#114a31',
      '#0b3523',
    ],
    dark: [
      '#e4eae7',
      '#b7c2bc',
      '#93a099',
      '#74837b',
      '#37423c',
      '#2a332e',
      '#212824',
      '#171c19',
      '#121614',
      '#0d100f',
    ],
  },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.35' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  // Text on the accent is white where that is dark, and dark where it is light.
  variantColorResolver(input) {
    const colors = defaultVariantColorsResolver(input);
    const isAccent = input.variant === 'filled' && (input.color ?? 'leaf') === 'leaf';
    return isAccent ? { ...colors, color: 'var(--mantine-primary-color-contrast)' } : colors;
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    Checkbox: { vars: () => ({ root: { '--checkbox-icon-color': 'var(--mantine-primary-color-contrast)' } }) },
    Radio: { vars: () => ({ root: { '--radio-icon-color': 'var(--mantine-primary-color-contrast)' } }) },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    // A dialog that goes slowly swallows the next key.
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 100 } },
    },
  },
});

/** Soft text is still read by everybody (4.5:1 on every ground), and lines are quiet. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b2420',
    '--mantine-color-dimmed': '#586860',
    '--mantine-color-placeholder': '#66746d',
    '--mantine-color-error': '#b3261e',
    '--mantine-primary-color-contrast': '#ffffff',
    '--ground': '#f7f9f8',
    '--line': '#e3e9e6',
    '--hover': '#eef3f0',
    '--chosen': '#e4f0ea',
    '--leaf-text': '#17603f',
    '--warn-text': '#8a5200',
    '--warn-wash': '#fdf1dd',
    '--bad-text': '#b3261e',
    '--bad-wash': '#fdecea',
  },
  dark: {
    '--mantine-color-body': '#171c19',
    '--mantine-color-text': '#e4eae7',
    '--mantine-color-dimmed': '#9dada5',
    '--mantine-color-placeholder': '#8b9a92',
    '--mantine-color-error': '#ff9d94',
    // What is chosen is lighter than what is not, as everywhere in the dark.
    '--mantine-color-leaf-light': '#22332a',
    '--mantine-color-leaf-light-hover': '#294035',
    '--mantine-color-leaf-light-color': '#7fd4a8',
    '--mantine-primary-color-contrast': '#0a1f15',
    '--ground': '#121614',
    '--line': '#2a332e',
    '--hover': '#1f2622',
    '--chosen': '#22332a',
    '--leaf-text': '#7fd4a8',
    '--warn-text': '#f0bd6c',
    '--warn-wash': '#332814',
    '--bad-text': '#ff9d94',
    '--bad-wash': '#3a1f1c',
  },
});
