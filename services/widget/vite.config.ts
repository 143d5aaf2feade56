import path from 'node:path';
import { defineConfig } from 'vite';
import { allWords } from './src/words/index.ts';

/** `widget.js`, one file that sites load, and beside it a small file of words for each language. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: 'warn',
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: 'dist',
    reportCompressedSize: false,
    lib: {
      entry: path.join(import.meta.dirname, 'src', 'main.ts'),
      formats: ['iife'],
      name: 'persona',
      fileName: () => 'widget.js',
    },
  },
  plugins: [
    {
      name: 'words',
      generateBundle() {
        for (const [language, words] of Object.entries(allWords))
          if (language !== 'en')
            this.emitFile({
              type: 'asset',
              fileName: `widget/${language}.json`,
              source: JSON.stringify(words),
            });
      },
    },
  ],
});
