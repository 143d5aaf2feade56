import { linkTo } from '../state/route.ts';

/** As in icon.svg, without a request for it. */
const Mark = () => (
  <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#0d5c63" />
    <path
      d="M8 22c0-4.4 3.6-7 8-7s8 2.6 8 7"
      fill="none"
      stroke="#fff"
      stroke-width="2.6"
      stroke-linecap="round"
    />
    <circle cx="16" cy="10" r="4" fill="#ffd98a" />
  </svg>
);

export const Brand = () => (
  <a class="brand" href={linkTo('home')}>
    <Mark />
    Persona
  </a>
);
