import { describe, expect, it } from 'vitest'
import { delay, FirstDelay, GoneAfter, MostDelay, next, type ConnectionEvent, type ConnectionState } from '../src/live/reconnect'

const failed = (status: number, more: Partial<Extract<ConnectionEvent, { kind: 'failed' }>> = {}): ConnectionEvent => ({
  kind: 'failed',
  status,
  message: 'why',
  retryAfter: null,
  now: 1_000,
  chance: 0.5,
  ...more,
})

function run(...events: ConnectionEvent[]): { state: ConnectionState; attempts: number } {
  let at: { state: ConnectionState; attempts: number } = { state: { kind: 'connecting' }, attempts: 0 }
  for (const event of events) at = next(at.state, at.attempts, event)
  return at
}

describe('connection', () => {
  it('is live once opened', () => expect(run({ kind: 'opened' }).state.kind).toBe('live'))

  it('is stale when quiet, and live when heard again', () => {
    expect(run({ kind: 'opened' }, { kind: 'quiet', now: 5 }).state).toEqual({ kind: 'stale', since: 5 })
    expect(run({ kind: 'opened' }, { kind: 'quiet', now: 5 }, { kind: 'heard' }).state.kind).toBe('live')
  })

  it('is not made stale while it waits', () => expect(run(failed(0), { kind: 'quiet', now: 5 }).state.kind).toBe('waiting'))

  it('waits longer after each failure, and no more than a bound', () => {
    const waits = [1, 2, 3, 4, 5, 6, 20].map(attempt => delay(attempt, 0.5))
    expect(waits).toEqual([FirstDelay, 1_000, 2_000, 4_000, 8_000, MostDelay, MostDelay])
    expect(delay(1, 0)).toBe(FirstDelay * 0.75)
    expect(delay(1, 1)).toBe(FirstDelay * 1.25)
  })

  it('begins anew after it was live', () => {
    const { state, attempts } = run(failed(0), failed(0), { kind: 'opened' }, failed(0))
    expect(attempts).toBe(1)
    expect(state).toMatchObject({ kind: 'waiting', why: 'lost', attempt: 1, retryAt: 1_000 + FirstDelay })
  })

  it('says that the host is away, and waits as long as it says', () => {
    expect(run(failed(503, { retryAfter: 4_000 })).state).toMatchObject({ kind: 'waiting', why: 'away', retryAt: 5_000 })
  })

  it('says that the server is gone after many failures', () => {
    const failures = Array.from({ length: GoneAfter }, () => failed(0))
    expect(run(...failures.slice(1)).state).toMatchObject({ why: 'lost' })
    expect(run(...failures).state).toMatchObject({ why: 'gone' })
  })

  it('asks for a key instead of trying on', () => expect(run(failed(401)).state).toEqual({ kind: 'denied', message: 'why' }))
})
