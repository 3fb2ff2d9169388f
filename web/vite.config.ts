import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** React Aria carries the words of 34 languages; the page speaks one so far. */
const oneLanguage = (): Plugin => ({
  name: 'one-language',
  enforce: 'pre',
  load(id) {
    return /[\\/][a-z]{2}-[A-Z]{2}\.(m?js|json)$/.test(id) && !id.includes('en-US') ? 'export default {}' : null;
  },
});

/** Writes each text file compressed beside itself, so that no host compresses it on each request. */
const precompressed = (): Plugin => ({
  name: 'precompressed',
  apply: 'build',
  // Only then the files are what they will be: the build itself still changes them in generateBundle.
  writeBundle({ dir = 'dist' }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
      const path = join(dir, name);
      const bytes = readFileSync(path);
      if (bytes.length > 1024) {
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    }
  },
});

/** The customers' phones, which the local host serves too, are a build of their own, so that the page's chunks are as small as without them. */
const phones = 'phone';

export default defineConfig(({ mode }) => ({
  plugins: [oneLanguage(), react(), precompressed()],
  // The content security policy allows no data: scripts or styles, and every supported browser preloads modules.
  build: {
    emptyOutDir: mode !== phones,
    rolldownOptions: { input: mode === phones ? 'phone.html' : 'index.html' },
    target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': 'http://localhost:5080', '/local': 'http://localhost:5080', '/config.json': 'http://localhost:5080' } },
}));
