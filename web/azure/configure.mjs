// Completes the built page for Azure Static Web Apps: node azure/configure.mjs [FOLDER]. azd runs it between building the page and sending
// it (azure.yaml), with what infra/main.bicep put out in the environment.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const folder = process.argv[2] ?? 'dist';
const { INBOX_ADDRESS: inbox, PAGE_ISSUER: issuer, PAGE_CLIENT_ID: clientId, PAGE_SCOPE: scope } = process.env;
if (!inbox) {
  console.error('INBOX_ADDRESS is not set: run azd provision first.');
  process.exit(1);
}

const api = new URL(inbox).origin;
const signIn = clientId ? { signIn: 'oidc', issuer, clientId, scope } : { signIn: 'none' };
const elsewhere = [api, ...(clientId ? [new URL(issuer).origin] : [])].join(' ');

// As local/Page/PageRoutes.cs, and in addition what is of another origin here.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  `img-src 'self' data: blob: ${api}`,
  `media-src 'self' blob: ${api}`,
  "font-src 'self'",
  `connect-src 'self' ${elsewhere} https://*.service.signalr.net wss://*.service.signalr.net`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const hosting = {
  navigationFallback: { rewrite: '/index.html', exclude: ['/assets/*', '/*.{html,ico,js,json,map,svg,txt}'] },
  globalHeaders: {
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  },
  routes: [{ route: '/assets/*', headers: { 'Cache-Control': 'public, max-age=31536000, immutable' } }],
};

write('config.json', { api, ...signIn });
write('staticwebapp.config.json', hosting);

// Azure compresses by itself.
files()
  .filter((name) => /\.(br|gz)$/.test(name))
  .forEach(remove);
removePhones();

/** The simulated phones are the local host's: their document goes, and what nothing else loads. */
function removePhones() {
  if (files().includes('phone.html')) {
    const loaded = [...read('phone.html').matchAll(/"\/(assets\/[^"]+)"/g)].map(([, name]) => name);
    remove('phone.html');
    for (const name of loaded) {
      if (!files().some((other) => other !== name && read(other).includes(basename(name)))) {
        remove(name);
      }
    }
  }
}

function files() {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function read(name) {
  return readFileSync(join(folder, name), 'utf8');
}

function remove(name) {
  rmSync(join(folder, name));
}

function write(name, content) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
}
