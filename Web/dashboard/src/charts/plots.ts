import type { Chart } from '../api/types'
import { isLater } from '../format/time'

type Values = readonly (number | null)[]

/** Figures of one strategy beside the bars of a symbol: averages at the prices, marks of surges, and all else below. */
export interface StrategyPlots {
  fast: Values
  slow: Values
  surge: Values
  lower: { name: string; values: Values }[]
}

const AtPrices = ['fast', 'slow', 'surge']

const Most = 3_000
const Kept = 2_000

/** The bars of a symbol with the figures of its strategies, as far as they were fetched: no more than a bound. */
export class BarHistory {
  bars: Chart['bars'] = []
  plots: Record<string, (number | null)[]> = {}

  /** Takes what a question brought: all anew, or what is later than the last bar. Whether the start has moved. */
  take(chart: Chart, isWhole: boolean): boolean {
    if (isWhole) {
      this.bars = [...chart.bars]
      this.plots = Object.fromEntries(Object.entries(chart.plots).map(([key, values]) => [key, [...values]]))
      return true
    }
    const last = this.bars.at(-1)?.time
    const first = chart.bars.findIndex(bar => isLater(bar.time, last))
    if (first < 0) return false
    const before = this.bars.length
    this.bars.push(...chart.bars.slice(first))
    for (const [key, values] of Object.entries(chart.plots)) {
      const own = (this.plots[key] ??= new Array<number | null>(before).fill(null))
      own.push(...values.slice(first))
    }
    // A strategy that is not told of any more goes on without figures.
    for (const own of Object.values(this.plots)) while (own.length < this.bars.length) own.push(null)
    return this.trim()
  }

  /** Keys of the strategies, `portfolio/strategy`. */
  strategies(): string[] {
    return [...new Set(Object.keys(this.plots).map(key => key.slice(0, key.lastIndexOf('/'))))].sort()
  }

  of(strategy: string): StrategyPlots {
    const own = new Map<string, Values>()
    for (const [key, values] of Object.entries(this.plots)) {
      const cut = key.lastIndexOf('/')
      if (key.slice(0, cut) === strategy) own.set(key.slice(cut + 1), values)
    }
    const lower = [...own].filter(([name]) => !AtPrices.includes(name)).map(([name, values]) => ({ name, values }))
    return { fast: own.get('fast') ?? [], slow: own.get('slow') ?? [], surge: own.get('surge') ?? [], lower }
  }

  private trim(): boolean {
    if (this.bars.length <= Most) return false
    this.bars = this.bars.slice(-Kept)
    for (const key of Object.keys(this.plots)) this.plots[key] = this.plots[key]!.slice(-Kept)
    return true
  }
}
