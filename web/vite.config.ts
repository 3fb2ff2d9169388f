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

/** In bytes of gzipped JavaScript. */
const mostAtFirst = 180_000;

/** Says how much JavaScript the inbox loads before it shows anything, and fails where that is too much. */
const firstLoad = (): Plugin => ({
  name: 'first-load',
  apply: 'build',
  writeBundle({ dir = 'dist' }, bundle) {
    const entry = Object.values(bundle).find(
      (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith('index.html'),
    );
    if (!entry) {
      return;
    }

    const files = new Set([entry.fileName]);
    for (const name of files) {
      const file = bundle[name];
      (file?.type === 'chunk' ? file.imports : []).forEach((imported) => files.add(imported));
    }

    const size = [...files].reduce((sum, name) => sum + gzipSync(readFileSync(join(dir, name)), { level: 9 }).length, 0);
    console.log(
      `\nFirst load: ${(size / 1000).toFixed(1)} kB of gzipped JavaScript in ${files.size} files, at most ${mostAtFirst / 1000}.`,
    );
    if (size > mostAtFirst) {
      this.error('The first load is too large: load what is not needed at once by import().');
    }
  },
});

/** The customers' phones, which the local host serves too, are a build of their own, so that the page's chunks are as small as without them. */
const phones = 'phone';

const localHost = 'http://localhost:5080';

export default defineConfig(({ mode }) => ({
  plugins: [oneLanguage(), react(), precompressed(), firstLoad()],
  // The content security policy allows no data: scripts or styles, and every supported browser preloads modules.
  build: {
    emptyOutDir: mode !== phones,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rolldownOptions:
      mode === phones
        ? { input: 'phone.html' }
        : {
            input: 'index.html',
            // The libraries of the first load in one file: cut up by who else uses them, they weigh 5 kB more.
            output: { codeSplitting: { groups: [{ name: 'libraries', tags: ['$initial'], test: /node_modules/ }] } },
          },
  },
  // While one works on the page, the local host answers what is no source.
  server: { proxy: { '/api': { target: localHost, ws: true }, '/local': localHost, '/config.json': localHost } },
}));
