import type { EquityPoint, Lag, Mark, Trade } from '../api/types'
import { Ring } from './ring'
import type { StreamEvent } from './sse'

/** What changed since a view last drew. */
export interface Changes {
  fills: Trade[]
  equity: EquityPoint[]
  marks: boolean
  lag: boolean
  reset: boolean
}

// More than this between two drawings, and the views fetch anew instead: a hidden page must not grow.
const MostPending = 5_000

/** The live state of a portfolio: the latest of all, and each fill once. */
export class LiveStore {
  readonly marks = new Map<string, Mark>()
  readonly latestFills: Ring<Trade>
  equity: EquityPoint | null = null
  lag: Lag | null = null
  lastFill = 0
  received = 0
  private pending: Changes = empty()

  constructor(fills = 200) {
    this.latestFills = new Ring<Trade>(fills)
  }

  /** Takes events in; whether a view has something to draw. */
  apply(events: StreamEvent[]): boolean {
    for (const event of events) this.take(event)
    this.received += events.length
    if (this.pending.fills.length > MostPending || this.pending.equity.length > MostPending) {
      this.pending = { ...empty(), marks: true, lag: true, reset: true }
    }
    return events.length > 0
  }

  /** What changed since this was last asked. */
  takeChanges(): Changes {
    const changes = this.pending
    this.pending = empty()
    return changes
  }

  private take(event: StreamEvent): void {
    switch (event.name) {
      case 'fill':
        this.fill(JSON.parse(event.data) as Trade)
        break
      case 'marks':
        for (const mark of JSON.parse(event.data) as Mark[]) this.mark(mark)
        break
      case 'equity':
        this.equity = JSON.parse(event.data) as EquityPoint
        this.pending.equity.push(this.equity)
        break
      case 'lag':
        this.lag = JSON.parse(event.data) as Lag
        this.pending.lag = true
        break
      case 'reset':
        // What came before is fetched anew; numbers may begin again where the server is another one.
        this.pending = { ...empty(), reset: true }
        this.latestFills.clear()
        this.lastFill = 0
        break
    }
  }

  private fill(trade: Trade): void {
    if (trade.number <= this.lastFill) return
    this.lastFill = trade.number
    this.latestFills.push(trade)
    this.pending.fills.push(trade)
  }

  private mark(mark: Mark): void {
    this.marks.set(mark.symbol, mark)
    this.pending.marks = true
  }
}

function empty(): Changes {
  return { fills: [], equity: [], marks: false, lag: false, reset: false }
}
