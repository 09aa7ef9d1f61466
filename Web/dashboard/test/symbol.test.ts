import { describe, expect, it } from 'vitest'
import type { Chart } from '../src/api/types'
import { BarHistory } from '../src/charts/plots'
import { address, parseRoute } from '../src/router'

function chart(from: number, to: number, plots: Record<string, (number | null)[]> = {}): Chart {
  const bars = Array.from({ length: to - from + 1 }, (_, i) => {
    const time = new Date(Date.UTC(2026, 2, 12, 13, from + i)).toISOString()
    return { time, open: 1, high: 1, low: 1, close: from + i, volume: null }
  })
  return { symbol: 'AAPL', time: null, pricePrecision: 2, isPaused: false, bars, plots, orders: [] }
}

describe('BarHistory', () => {
  it('goes on with later bars, and leaves out those that it has', () => {
    const history = new BarHistory()
    expect(history.take(chart(1, 3, { 'default/lss/fast': [null, 1, 2] }), true)).toBe(true)
    expect(history.take(chart(3, 5, { 'default/lss/fast': [2, 3, 4] }), false)).toBe(false)
    expect(history.bars.map(bar => bar.close)).toEqual([1, 2, 3, 4, 5])
    expect(history.of('default/lss').fast).toEqual([null, 1, 2, 3, 4])
  })

  it('keeps figures beside their bars when a strategy comes later', () => {
    const history = new BarHistory()
    history.take(chart(1, 2), true)
    history.take(chart(3, 3, { 'default/lss/atr': [7] }), false)
    expect(history.of('default/lss').lower).toEqual([{ name: 'atr', values: [null, null, 7] }])
    expect(history.strategies()).toEqual(['default/lss'])
  })

  it('keeps no more than a bound, and tells that the start has moved', () => {
    const history = new BarHistory()
    history.take(chart(1, 2_999), true)
    expect(history.take(chart(3_000, 3_010), false)).toBe(true)
    expect(history.bars).toHaveLength(2_000)
    expect(history.bars.at(-1)?.close).toBe(3_010)
  })
})

describe('route', () => {
  it.each([
    ['', 'overview', null],
    ['#/overview', 'overview', null],
    ['#/symbol/BRK%2FB', 'symbol', 'BRK/B'],
    ['#/symbol/%', 'symbol', null],
    ['#/nothing/x', 'overview', null],
    ['#key=abc', 'overview', null],
  ])('%s is %s %s', (hash, name, argument) => expect(parseRoute(hash)).toEqual({ name, argument }))

  it('comes back from its own address', () => expect(parseRoute(address('symbol', 'a b/ü'))).toEqual({ name: 'symbol', argument: 'a b/ü' }))
})
