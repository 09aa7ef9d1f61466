import { describe, expect, it } from 'vitest'
import type { Trade } from '../src/api/types'
import { Ring } from '../src/live/ring'
import type { StreamEvent } from '../src/live/sse'
import { LiveStore } from '../src/live/store'

const event = (name: string, data: unknown): StreamEvent => ({ id: '1', name, data: JSON.stringify(data) })
const fill = (number: number): StreamEvent => event('fill', { number } as Trade)
const equity = (minute: number): StreamEvent => event('equity', { time: `2026-03-12T13:${minute}:00.000Z`, cash: 1, equity: 2, realizedPnl: 0, unrealizedPnl: 1 })

describe('LiveStore', () => {
  it('takes each fill once, also when a stream repeats some after a reconnect', () => {
    const store = new LiveStore()
    store.apply([fill(1), fill(2), fill(2)])
    store.apply([fill(1), fill(2), fill(3)])
    expect(store.takeChanges().fills.map(one => one.number)).toEqual([1, 2, 3])
  })

  it('gives what came since it was last asked, as one', () => {
    const store = new LiveStore()
    store.apply([equity(10), event('marks', [{ symbol: 'AAPL', time: 't', price: 1 }])])
    store.apply([equity(11), event('marks', [{ symbol: 'AAPL', time: 't', price: 2 }, { symbol: 'MSFT', time: 't', price: 3 }])])
    const changes = store.takeChanges()
    expect(changes.equity).toHaveLength(2)
    expect(changes.marks).toBe(true)
    expect(store.marks.get('AAPL')?.price).toBe(2)
    expect(store.takeChanges()).toEqual({ fills: [], equity: [], marks: false, lag: false, reset: false })
  })

  it('forgets the numbers of fills at a reset: another server begins again', () => {
    const store = new LiveStore()
    store.apply([fill(50)])
    store.apply([event('reset', {}), fill(1)])
    const changes = store.takeChanges()
    expect(changes.reset).toBe(true)
    expect(changes.fills.map(one => one.number)).toEqual([1])
  })

  it('asks to fetch anew instead of keeping ever more for a page that is hidden', () => {
    const store = new LiveStore()
    for (let number = 1; number <= 20_000; number++) store.apply([fill(number)])
    const changes = store.takeChanges()
    expect(changes.reset).toBe(true)
    expect(changes.fills.length).toBeLessThanOrEqual(5_000)
  })

  it('lets an event that it does not know pass', () => {
    const store = new LiveStore()
    expect(() => store.apply([{ id: null, name: 'news', data: 'no json' }])).not.toThrow()
  })
})

describe('Ring', () => {
  it('keeps the latest in their order', () => {
    const ring = new Ring<number>(3)
    for (let i = 1; i <= 5; i++) ring.push(i)
    expect(ring.toArray()).toEqual([3, 4, 5])
    expect(ring.length).toBe(3)
    ring.clear()
    expect(ring.toArray()).toEqual([])
  })
})
