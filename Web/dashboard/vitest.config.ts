import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Local times must not depend on the machine.
    env: { TZ: 'America/New_York' },
  },
})
