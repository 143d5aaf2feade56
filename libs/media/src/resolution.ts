import type { MediaWarning } from './inspect.ts';
import type { Picture } from './video-recipes.ts';

const NAMES: Readonly<Record<string, number>> = {
  sd: 480,
  hd: 720,
  fhd: 1080,
  'full hd': 1080,
  qhd: 1440,
  '2k': 1440,
  uhd: 2160,
  '4k': 2160,
  '8k': 4320,
};

/**
 * Compares `1080p`, `1920x1080` or `4K` with the picture, in either orientation. Unknown words are not
 * compared.
 */
export function resolutionWarnings(declared: unknown, { width, height }: Picture): MediaWarning[] {
  if (typeof declared !== 'string') return [];
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const words = declared.trim().toLowerCase();
  const [, a, b] = /^(\d{2,5})\s*[x×*]\s*(\d{2,5})$/.exec(words) ?? [];
  const lines = Number(/^(\d{3,4})[pi]\d*$/.exec(words)?.[1]) || NAMES[words];
  // A wide film in 1080p has its width, not its height.
  const agrees =
    a && b
      ? Math.max(+a, +b) === long && Math.min(+a, +b) === short
      : lines
        ? near(short, lines) || near(long, (lines * 16) / 9)
        : true;
  return agrees
    ? []
    : [
        {
          code: 'resolution_mismatch',
          message: `The picture measures ${width}×${height}; ${declared.trim().slice(0, 40)} was declared.`,
        },
      ];
}

const near = (measured: number, nominal: number): boolean =>
  Math.abs(measured - nominal) <= Math.max(8, nominal * 0.02);
