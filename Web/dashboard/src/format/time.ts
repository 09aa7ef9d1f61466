import { Nothing } from './number'

/** How times are shown. */
export type Zone = 'utc' | 'local'

const Name = 'tradebooks.zone'
let zone: Zone = localStorage.getItem(Name) === 'local' ? 'local' : 'utc'
const listeners = new Set<() => void>()

export function currentZone(): Zone {
  return zone
}

export function useZone(next: Zone): void {
  zone = next
  localStorage.setItem(Name, next)
  for (const listener of listeners) listener()
}

export function onZone(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** Parts of a moment in the zone that is shown. */
export function parts(milliseconds: number, of: Zone = zone): { date: string; clock: string; seconds: string } {
  const date = new Date(milliseconds)
  return of === 'utc'
    ? {
        date: `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`,
        clock: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
        seconds: two(date.getUTCSeconds()),
      }
    : {
        date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
        clock: `${two(date.getHours())}:${two(date.getMinutes())}`,
        seconds: two(date.getSeconds()),
      }
}

/** Date and time to the second, as the table cells show them. */
export function dateTime(time: string | null | undefined): string {
  const milliseconds = time === null || time === undefined ? NaN : Date.parse(time)
  if (Number.isNaN(milliseconds)) return Nothing
  const { date, clock, seconds } = parts(milliseconds)
  return `${date} ${clock}:${seconds}`
}

/** The name of the zone, short: UTC, or the local offset. */
export function zoneLabel(at: Date): string {
  if (zone === 'utc') return 'UTC'
  const minutes = -at.getTimezoneOffset()
  const sign = minutes < 0 ? '−' : '+'
  const size = Math.abs(minutes)
  return `UTC${sign}${Math.floor(size / 60)}${size % 60 === 0 ? '' : `:${two(size % 60)}`}`
}

/** A stretch of wall time in words, rounded. */
export function ago(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 2) return 'now'
  if (seconds < 120) return `${seconds} s ago`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ago`
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86_400)} d ago`
}

/** The same for what is seldom older than seconds: to the tenth while it is young. */
export function age(milliseconds: number): string {
  return milliseconds < 9_950 ? `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s ago` : ago(milliseconds)
}

/** Whether a time of the API is later than another: they have three or six decimals. Nothing is earlier than all. */
export function isLater(time: string, than: string | null | undefined): boolean {
  return than === null || than === undefined || time.slice(0, -1) > than.slice(0, -1)
}
