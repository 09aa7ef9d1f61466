/** What is known of the connection; `retryAt` is a wall time in milliseconds. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'stale'; since: number }
  | { kind: 'waiting'; why: 'lost' | 'away' | 'gone'; attempt: number; retryAt: number; message: string }
  | { kind: 'denied'; message: string }

/** What happens to it. */
export type ConnectionEvent =
  | { kind: 'opened' }
  | { kind: 'heard' }
  | { kind: 'quiet'; now: number }
  | { kind: 'failed'; status: number; message: string; retryAfter: number | null; now: number; chance: number }
  | { kind: 'retry' }

export const FirstDelay = 500
export const MostDelay = 10_000

// So many failures in a row, and the server is not merely restarting.
export const GoneAfter = 6

/** How long to wait after so many failures in a row, spread by a quarter so that not all pages come back at once. */
export function delay(attempt: number, chance: number): number {
  return Math.min(MostDelay, FirstDelay * 2 ** Math.min(attempt - 1, 10)) * (0.75 + 0.5 * chance)
}

/** The connection's next state. Pure: time and chance come with the event. */
export function next(state: ConnectionState, attempts: number, event: ConnectionEvent): { state: ConnectionState; attempts: number } {
  switch (event.kind) {
    case 'opened':
      return { state: { kind: 'live' }, attempts: 0 }
    case 'heard':
      return state.kind === 'stale' ? { state: { kind: 'live' }, attempts } : { state, attempts }
    case 'quiet':
      return state.kind === 'live' ? { state: { kind: 'stale', since: event.now }, attempts } : { state, attempts }
    case 'retry':
      return { state: { kind: 'connecting' }, attempts }
    case 'failed': {
      if (event.status === 401) return { state: { kind: 'denied', message: event.message }, attempts: 0 }
      const attempt = attempts + 1
      const wait = Math.max(delay(attempt, event.chance), event.retryAfter ?? 0)
      const why = event.status === 503 || event.status === 504 ? 'away' : event.status === 0 && attempt >= GoneAfter ? 'gone' : 'lost'
      return {
        state: { kind: 'waiting', why, attempt, retryAt: event.now + wait, message: event.message },
        attempts: attempt,
      }
    }
  }
}
