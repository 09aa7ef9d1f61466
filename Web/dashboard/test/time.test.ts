import { afterEach, describe, expect, it } from 'vitest'
import { ago, dateTime, isLater, onZone, useZone, zoneLabel } from '../src/format/time'
import { endOfDayBefore } from '../src/views/overview/today'

describe('time', () => {
  afterEach(() => useZone('utc'))

  it('is UTC unless switched', () => expect(dateTime('2026-03-12T13:53:00.000Z')).toBe('2026-03-12 13:53:00'))
  it('is local when switched, and who listens is told', () => {
    let told = 0
    const stop = onZone(() => told++)
    useZone('local')
    stop()
    expect(told).toBe(1)
    expect(dateTime('2026-03-12T02:53:00.000Z')).toBe('2026-03-11 22:53:00')
    expect(zoneLabel(new Date('2026-03-12T12:00:00Z'))).toBe('UTC−4')
  })
  it.each([null, undefined, 'nonsense'])('of %s is a dash', value => expect(dateTime(value)).toBe('–'))
  it.each([
    [500, 'now'],
    [30_000, '30 s ago'],
    [600_000, '10 min ago'],
    [10_800_000, '3 h ago'],
  ])('%s ms are %s', (milliseconds, text) => expect(ago(milliseconds)).toBe(text))

  it.each([
    ['2026-03-12T13:53:00.001Z', '2026-03-12T13:53:00.000Z', true],
    ['2026-03-12T13:53:00.000500Z', '2026-03-12T13:53:00.000Z', true],
    ['2026-03-12T13:53:00.000Z', '2026-03-12T13:53:00.000500Z', false],
    ['2026-03-12T13:53:00.000Z', '2026-03-12T13:53:00.000Z', false],
    ['2026-03-12T13:53:00.000Z', null, true],
  ])('%s is later than %s: %s', (time, than, expected) => expect(isLater(time, than)).toBe(expected))

  it('knows where the UTC day before ended', () => {
    expect(endOfDayBefore('2026-03-12T00:00:00.000Z')).toBe('2026-03-11T23:59:59.999Z')
    expect(endOfDayBefore('2026-03-01T14:57:00.000500Z')).toBe('2026-02-28T23:59:59.999Z')
  })
})
