import { describe, expect, it, vi } from 'vitest'
import { Frames } from '../src/live/frame'
import { Refresher } from '../src/live/refresher'

describe('Frames', () => {
  it('draws once for many requests, and again for those that come while it draws', () => {
    const asked: (() => void)[] = []
    const frames = new Frames(run => asked.push(run))
    let drawn = 0
    const draw = (): void => {
      if (++drawn === 1) frames.request(draw)
    }
    for (let i = 0; i < 1_000; i++) frames.request(draw)
    expect(asked).toHaveLength(1)
    asked.shift()!()
    expect(drawn).toBe(1)
    expect(asked).toHaveLength(1)
    asked.shift()!()
    expect(drawn).toBe(2)
    expect(asked).toHaveLength(0)
  })
})

describe('Refresher', () => {
  it('asks at most once in its time, never twice at once, and once more after the last wish', async () => {
    vi.useFakeTimers()
    const answers: (() => void)[] = []
    let asked = 0
    const refresher = new Refresher(
      () => {
        asked++
        return new Promise<void>(resolve => answers.push(resolve))
      },
      1_000,
      () => Date.now(),
    )
    for (let i = 0; i < 100; i++) refresher.want()
    expect(asked).toBe(1)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toBe(1)
    answers.shift()!()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toBe(2)
    answers.shift()!()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toBe(2)
    refresher.want()
    refresher.stop()
    refresher.want()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toBe(3)
    vi.useRealTimers()
  })
})
