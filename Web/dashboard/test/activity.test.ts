import { afterEach, describe, expect, it, vi } from 'vitest'
import { sorted, type Column } from '../src/ui/table'
import { csv } from '../src/views/activity/csv'
import { All, filtered } from '../src/views/activity/filter'
import { History, Most } from '../src/views/activity/history'

interface Row {
  number: number
  symbol: string
  strategy: string
  side: 'buy' | 'sell'
  role: 'entry' | 'close'
  refusal: string
  price: number | null
}

const row = (number: number, more: Partial<Row> = {}): Row => ({ number, symbol: 'AAPL', strategy: 'lss', side: 'buy', role: 'entry', refusal: 'none', price: number, ...more })
const columns: Column<Row>[] = [
  { id: 'symbol', label: '', value: one => one.symbol },
  { id: 'price', label: '', value: one => one.price },
]

describe('filter', () => {
  const rows = [row(1), row(2, { symbol: 'MSFT', side: 'sell' }), row(3, { refusal: 'maxOpenPositions' })]
  it.each([
    [{}, [1, 2, 3]],
    [{ symbol: 'MSFT' }, [2]],
    [{ side: 'buy', strategy: 'lss' }, [1, 3]],
    [{ refusedOnly: true }, [3]],
    [{ text: ' OPENpos ' }, [3]],
    [{ symbol: 'MSFT', refusedOnly: true }, []],
  ])('%o', (filter, numbers) => {
    const left = filtered(rows, { ...All, ...filter }, one => one.refusal)
    expect(left.map(one => one.number)).toEqual(numbers)
  })
})

describe('sorted', () => {
  const rows = [row(1, { price: 10 }), row(2, { price: null }), row(3, { price: 9, symbol: 'MSFT' }), row(4, { price: 100 })]
  it('puts numbers in the order of numbers, what has none last either way', () => {
    expect(sorted(rows, columns, { column: 'price', isDescending: false }).map(one => one.number)).toEqual([3, 1, 4, 2])
    expect(sorted(rows, columns, { column: 'price', isDescending: true }).map(one => one.number)).toEqual([4, 1, 3, 2])
  })
  it('leaves equal ones as they were', () =>
    expect(sorted(rows, columns, { column: 'symbol', isDescending: true }).map(one => one.number)).toEqual([3, 1, 2, 4]))
})

describe('csv', () => {
  it('quotes what needs it, and makes no formula', () => {
    expect(csv(['a', 'b'], [['x,"y"', -1.5], ['=1+1', null]])).toBe('a,b\r\n"x,""y""",-1.5\r\n\'=1+1,\r\n')
  })
})

describe('History', () => {
  afterEach(() => vi.unstubAllGlobals())

  // A list of so many rows, latest first, as the API pages it.
  function serve(total: () => number, first = 1): void {
    vi.stubGlobal('sessionStorage', { getItem: () => null })
    vi.stubGlobal('fetch', (address: string) => {
      const query = new URL(address, 'http://host').searchParams
      const after = query.get('after')
      const from = after === null ? total() : Number(after) - 1
      const items = Array.from({ length: Math.min(Number(query.get('limit')), from - first + 1) }, (_, i) => row(from - i))
      const last = items.at(-1)?.number ?? first
      return Promise.resolve(new Response(JSON.stringify({ items, next: last > first ? String(last) : null })))
    })
  }

  it('loads all pages, latest first, each row once though some come live meanwhile', async () => {
    serve(() => 2_500)
    const history = new History<Row>(query => `/list?${query}`)
    await history.load(new AbortController().signal, () => history.add([row(2_501), row(2_500)]))
    expect(history.size).toBe(2_501)
    expect(history.all()[0]?.number).toBe(2_501)
    expect(history.hasMore).toBe(false)
    expect(history.isComplete).toBe(true)
  })

  it('keeps what comes live while all is fetched anew, and nothing of before', async () => {
    serve(() => 10)
    const history = new History<Row>(query => `/list?${query}`)
    history.add([row(70)])
    const loading = history.load(new AbortController().signal, () => undefined)
    history.add([row(11)])
    await loading
    expect(history.all().map(one => one.number)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('shows no gap while all is fetched anew after a lost connection', async () => {
    let total = 10
    serve(() => total)
    const history = new History<Row>(query => `/list?${query}`)
    await history.load(new AbortController().signal, () => undefined)
    total = 13
    const loading = history.load(new AbortController().signal, () => undefined)
    history.add([row(13)])
    expect(history.all().map(one => one.number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    await loading
    expect(history.all().map(one => one.number)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('keeps what waits for a question that another one replaces', async () => {
    serve(() => 3)
    const history = new History<Row>(query => `/list?${query}`)
    await history.load(new AbortController().signal, () => undefined)
    vi.stubGlobal('fetch', () => Promise.reject(new Error('away')))
    const first = history.load(new AbortController().signal, () => undefined)
    history.add([row(4)])
    const second = history.load(new AbortController().signal, () => undefined)
    await expect(first).rejects.toThrow()
    await expect(second).rejects.toThrow()
    expect(history.all().map(one => one.number)).toEqual([4, 3, 2, 1])
  })

  it('shows what comes live where nothing can be fetched', async () => {
    serve(() => 3)
    const history = new History<Row>(query => `/list?${query}`)
    await history.load(new AbortController().signal, () => undefined)
    vi.stubGlobal('fetch', () => Promise.reject(new Error('away')))
    const loading = history.load(new AbortController().signal, () => undefined)
    history.add([row(4)])
    await expect(loading).rejects.toThrow()
    history.add([row(5)])
    expect(history.all().map(one => one.number)).toEqual([5, 4, 3, 2, 1])
  })

  it.each([
    ['keeps the rows before a host that goes on with its run', 25, row(27), 30],
    ['keeps them where the host has made none yet', 27, row(27), 26],
    ['keeps none of another run', 25, row(27, { symbol: 'MSFT' }), 6],
  ])('%s', async (_, first, last, size) => {
    serve(() => 26)
    const history = new History<Row>(
      query => `/list?${query}`,
      () => Promise.resolve(26),
    )
    await history.load(new AbortController().signal, () => undefined)
    history.add([row(27)])
    serve(() => (first === 27 ? 26 : 30), first)
    if (last.symbol === 'MSFT') history.add([row(25, { symbol: 'MSFT' })])
    await history.load(new AbortController().signal, () => undefined)
    expect(history.size).toBe(size)
    expect(history.all().map(one => one.number)).toEqual(Array.from({ length: size }, (_, i) => (first === 27 ? 26 : 30) - i))
  })

  it('keeps the latest of more than it can hold, and says so', async () => {
    serve(() => 50_000)
    const history = new History<Row>(query => `/list?${query}`)
    await history.load(new AbortController().signal, () => undefined)
    expect(history.hasMore).toBe(true)
    for (let i = 1; i <= 5_000; i++) history.add([row(50_000 + i)])
    expect(history.size).toBeLessThanOrEqual(Most + 1_000)
    expect(history.all()[0]?.number).toBe(55_000)
  })

  it('catches up with what is newer, over as many pages as it takes', async () => {
    let total = 100
    serve(() => total)
    const history = new History<Row>(query => `/list?${query}`)
    await history.load(new AbortController().signal, () => undefined)
    total = 3_200
    await history.catchUp(new AbortController().signal)
    expect(history.all().map(one => one.number)).toEqual(Array.from({ length: 3_200 }, (_, i) => 3_200 - i))
  })
})
