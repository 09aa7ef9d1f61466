import { get, path } from '../api/client'
import type { SymbolState } from '../api/types'

// What prices have until the symbol has said it.
const Standard = 2

const known = new Map<string, number>()
const asked = new Set<string>()
const queue: string[] = []
const listeners = new Set<() => void>()
let isAsking = false

/** Decimals of a symbol's prices; asks for them where they are not known yet. */
export function precisionOf(symbol: string): number {
  const found = known.get(symbol)
  if (found !== undefined) return found
  if (!asked.has(symbol)) {
    asked.add(symbol)
    queue.push(symbol)
    if (!isAsking) void ask()
  }
  return Standard
}

export function setPrecision(symbol: string, decimals: number): void {
  if (known.get(symbol) === decimals) return
  known.set(symbol, decimals)
  for (const listener of listeners) listener()
}

/** Tells when prices have to be written anew. */
export function onPrecision(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

// One at a time: there may be thousands of symbols, and the server counts requests.
async function ask(): Promise<void> {
  isAsking = true
  for (let symbol = queue.shift(); symbol !== undefined; symbol = queue.shift()) {
    try {
      const state = await get<SymbolState>(path`/api/symbols/${symbol}`)
      setPrecision(symbol, state.pricePrecision)
    } catch {
      // Asked again when it is shown again.
      asked.delete(symbol)
    }
  }
  isAsking = false
}
