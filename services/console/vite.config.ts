import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the console works under any path of a host.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // Browsers of the last two and a half years ("Baseline widely available").
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    // The policy of the page allows no script or style inside it.
    assetsInlineLimit: 0,
    // What pages share is part of the first script, and no request of its own.
    rolldownOptions: { preserveEntrySignatures: 'allow-extension' },
  },
});
