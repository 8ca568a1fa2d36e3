import { defineConfig } from 'vite';

/** `scripts/lib/build.mjs` says where the built files go. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  publicDir: false,
  // The module form of the library lacks `Writer`, which payload templates are rendered with.
  resolve: { alias: { mustache: 'mustache/mustache.js' } },
  build: {
    assetsDir: 'assets',
    // A `data:` address would be refused by the page's own policy, for all but images.
    assetsInlineLimit: 0,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
});
