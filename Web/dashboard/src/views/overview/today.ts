import { get, path } from '../../api/client'
import type { EquityPoint } from '../../api/types'

/** Last millisecond of the UTC day before the one of a time. */
export function endOfDayBefore(time: string): string {
  const day = Date.parse(`${time.slice(0, 10)}T00:00:00Z`)
  return new Date(day - 1).toISOString()
}

/** What equity was when the day of an event time began; asked once for each day. */
export class DayStart {
  private key = ''
  private equity: number | null = null

  async ask(portfolio: string, time: string | null, initialCash: number): Promise<number> {
    if (time === null) return initialCash
    const before = endOfDayBefore(time)
    const key = `${portfolio} ${before}`
    if (key === this.key && this.equity !== null) return this.equity
    const answer = await get<{ points: EquityPoint[] }>(path`/api/portfolios/${portfolio}/equity?to=${before}&points=1`)
    this.key = key
    this.equity = answer.points.at(-1)?.equity ?? initialCash
    return this.equity
  }

  forget(): void {
    this.key = ''
  }
}
