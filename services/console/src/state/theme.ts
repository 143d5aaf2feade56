import { signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const STORED = 'persona-theme';

export const theme = signal<Theme>('auto');

export function startTheme(): void {
  const stored = localStorage.getItem(STORED);
  chooseTheme(themes.find((one) => one === stored) ?? 'auto');
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(STORED, chosen);
  document.documentElement.dataset['theme'] = chosen;
}
