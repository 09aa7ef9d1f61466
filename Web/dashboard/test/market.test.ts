import { describe, expect, it, vi } from 'vitest'
import type { Connection, Level } from '../src/api/types'
import { age } from '../src/format/time'
import { Poll } from '../src/live/poll'
import { RateMeter } from '../src/live/rate'
import { parseRoute } from '../src/router'
import { reconnects } from '../src/views/connections/connectionsView'
import { range, steps } from '../src/views/symbol/depthCurve'
import { placesOf } from '../src/views/symbol/ladder'

function levels(...pairs: [number, number][]): Level[] {
  let sum = 0
  return pairs.map(([price, quantity]) => ({ price, quantity, sum: (sum += quantity) }))
}

describe('RateMeter', () => {
  it('is what came in the last five seconds', () => {
    const rate = new RateMeter()
    rate.sample(0, 100)
    expect(rate.perSecond).toBeNull()
    rate.sample(1_000, 150)
    expect(rate.perSecond).toBe(50)
    rate.sample(4_000, 150)
    expect(rate.perSecond).toBe(12.5)
    rate.sample(8_000, 250)
    expect(rate.perSecond).toBe(25)
    rate.sample(60_000, 250)
    expect(rate.perSecond).toBeNull()
  })

  it('begins anew where the counter falls, for the host is another one', () => {
    const rate = new RateMeter()
    rate.sample(0, 1_000)
    rate.sample(1_000, 3)
    expect(rate.perSecond).toBeNull()
    rate.sample(2_000, 5)
    expect(rate.perSecond).toBe(2)
  })

  it('keeps no more samples than the window has, however long it runs', () => {
    const rate = new RateMeter()
    for (let i = 0; i < 10_000; i++) rate.sample(i * 500, i)
    expect((rate as unknown as { samples: unknown[] }).samples.length).toBe(11)
    expect(rate.perSecond).toBe(2)
  })
})

describe('depth curve', () => {
  const bids = levels([99, 1], [98, 3])
  const asks = levels([101, 2], [105, 2])

  it('reaches as far to either side of the middle', () => {
    expect(range(bids, asks)).toEqual([91, 109])
    expect(range(bids, [])).toEqual([97, 99])
    expect(range([], levels([7, 1]))).toEqual([7, 7])
    expect(range([], [])).toEqual([0, 0])
  })

  it('goes up at each price by its quantity and ends on the ground, a step behind the last one', () => {
    // 300 is the ground, 8 the most; from 90 to 110 a price is 50 wide.
    expect(steps(bids, 90, 110, 4)).toBe('M450 300H450V227H400V8H350V300Z')
    expect(steps(asks, 90, 110, 4)).toBe('M550 300H550V154H750V8H950V300Z')
  })

  it('is nothing without levels, and stands in the middle with one price', () => {
    expect(steps([], 0, 0, 0)).toBe('')
    expect(steps(levels([50, 2]), 50, 50, 2)).toBe('M500 300H500V8H500V300Z')
  })
})

describe('ladder', () => {
  it.each([
    [[], 0],
    [levels([1, 5], [2, 7]), 0],
    [levels([1, 5], [2, 0.25], [3, 1.5]), 2],
  ])('%j has quantities of %i decimals', (some, places) => expect(placesOf(some)).toBe(places))
})

describe('age', () => {
  it.each([
    [-20, '0.0 s ago'],
    [0, '0.0 s ago'],
    [1_240, '1.2 s ago'],
    [9_949, '9.9 s ago'],
    [9_950, '9 s ago'],
    [65_000, '65 s ago'],
    [600_000, '10 min ago'],
    [172_799_000, '47 h ago'],
    [172_800_000, '2 d ago'],
  ])('%i ms is %s', (milliseconds, text) => expect(age(milliseconds)).toBe(text))
})

describe('Poll', () => {
  it('asks at once, again and again, never twice at a time, and not after it was stopped', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('document', { hidden: false })
    const answers: (() => void)[] = []
    const poll = new Poll(() => new Promise(done => answers.push(done)), 500)
    poll.start()
    poll.start()
    expect(answers.length).toBe(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(answers.length).toBe(1)
    answers[0]!()
    await vi.advanceTimersByTimeAsync(0)
    expect(answers.length).toBe(2)
    answers[1]!()
    await vi.advanceTimersByTimeAsync(500)
    expect(answers.length).toBe(3)
    answers[2]!()
    vi.stubGlobal('document', { hidden: true })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(answers.length).toBe(3)
    vi.stubGlobal('document', { hidden: false })
    await vi.advanceTimersByTimeAsync(500)
    expect(answers.length).toBe(4)
    answers[3]!()
    poll.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(answers.length).toBe(4)
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
})

describe('connections', () => {
  it('have an address', () => expect(parseRoute('#/connections')).toEqual({ name: 'connections', argument: null }))
  it.each([
    [0, 0],
    [1, 0],
    [4, 3],
  ])('made %i times were made again %i times', (connects, again) => expect(reconnects({ connects } as Connection)).toBe(again))
})
