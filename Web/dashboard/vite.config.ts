import { env } from 'node:process'
import { defineConfig } from 'vite'

// Where `npm run dev` finds a running host.
const host = env['TRADEBOOKS_HOST'] ?? 'http://127.0.0.1:5080'

export default defineConfig({
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's policy allows no script, style or image that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': host, '/openapi': host },
  },
})
