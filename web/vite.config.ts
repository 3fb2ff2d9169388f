import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

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
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      const source = file.type === 'chunk' ? file.code : file.source;
      const bytes = Buffer.from(source);
      if (bytes.length > 1024 && /\.(js|css|html|svg)$/.test(name)) {
        this.emitFile({ type: 'asset', fileName: `${name}.br`, source: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }) });
        this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(bytes, { level: 9 }) });
      }
    }
  },
});

export default defineConfig({
  plugins: [oneLanguage(), react(), precompressed()],
  // The content security policy allows no data: scripts or styles, and every supported browser preloads modules.
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://localhost:5080', '/local': 'http://localhost:5080', '/config.json': 'http://localhost:5080' } },
});
