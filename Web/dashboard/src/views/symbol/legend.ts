import type { Bar } from '../../api/types'
import type { BarHistory } from '../../charts/plots'
import { direction, fixed } from '../../format/number'
import { dateTime } from '../../format/time'
import { spaced } from '../../format/words'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { toneOf } from '../../ui/figure'

const Always = ['open', 'high', 'low', 'close', 'fast', 'slow', 'surge']
const prices = ['open', 'high', 'low', 'close'] as const

/** The figures of one bar above the chart: of the one under the pointer, else of the last. */
export class Legend {
  readonly element: HTMLElement
  private readonly time = h('span', { class: 'legend-time' })
  private readonly cells = new Map<string, HTMLElement>()

  constructor() {
    this.element = h('p', { class: 'legend', 'data-testid': 'legend' }, this.time)
    for (const [id, label] of [['open', 'O'], ['high', 'H'], ['low', 'L'], ['close', 'C'], ['fast', 'Fast'], ['slow', 'Slow']] as const)
      this.element.append(this.part(id, label))
    const surge = h('span', { class: 'legend-surge', 'data-testid': 'legend-surge' })
    this.cells.set('surge', surge)
    this.element.append(surge)
  }

  show(history: BarHistory, strategy: string, index: number | null, decimals: number): void {
    const i = index !== null && index < history.bars.length ? index : history.bars.length - 1
    const bar = history.bars[i]
    if (bar === undefined) return
    const plots = history.of(strategy)
    setText(this.time, dateTime(bar.time).slice(0, 16))
    for (const name of prices) this.set(name, bar[name], decimals, tone(bar))
    for (const name of ['fast', 'slow'] as const) {
      this.set(name, plots[name][i] ?? null, decimals, null)
      setHidden(this.cells.get(name)!.parentElement!, plots[name].length === 0)
    }
    for (const [id, cell] of this.cells) if (!Always.includes(id)) setHidden(cell.parentElement!, !plots.lower.some(plot => plot.name === id))
    for (const { name, values } of plots.lower) {
      if (!this.cells.has(name)) this.element.insertBefore(this.part(name, spaced(name)), this.cells.get('surge')!)
      this.set(name, values[i] ?? null, decimals + 2, null)
    }
    setText(this.cells.get('surge')!, plots.surge[i] === 1 ? 'Activity surge' : '')
  }

  private part(id: string, label: string): HTMLElement {
    const value = h('span', { class: `legend-${id}`, 'data-testid': `legend-${id}` })
    this.cells.set(id, value)
    return h('span', { class: 'legend-part' }, `${label} `, value)
  }

  private set(id: string, value: number | null, decimals: number, toned: string | null): void {
    const cell = this.cells.get(id)!
    setText(cell, fixed(value, decimals))
    setAttribute(cell, 'data-value', value === null ? null : String(value))
    setAttribute(cell, 'data-tone', toned)
  }
}

function tone(bar: Bar): string | null {
  return toneOf(direction(bar.close - bar.open, 8))
}
