// What the browser has and Node.js lacks, as far as pure code asks for it.
const kept = new Map<string, string>()
Object.assign(globalThis, {
  localStorage: {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  },
})
