import type { Depth, Level } from '../../api/types'
import { fixed, quantity } from '../../format/number'
import { h, setAttribute, setText } from '../../ui/dom'

const Levels = 12

/** Asks above, bids below, each with a bar as long as its quantity and the sum from the best one on. */
export class Ladder {
  readonly element: HTMLElement
  private readonly asks = h('tbody', { 'data-testid': 'asks' })
  private readonly bids = h('tbody', { 'data-testid': 'bids' })
  private readonly spread = h('td', { colspan: 3, class: 'spread' })

  constructor() {
    const heads = h('tr', {}, ...['Price', 'Quantity', 'Sum'].map(name => h('th', { scope: 'col', class: 'numeric' }, name)))
    this.element = h(
      'table',
      { class: 'ladder', 'data-testid': 'ladder' },
      h('caption', { class: 'hidden' }, 'Best levels: asks above, bids below'),
      h('thead', {}, heads),
      this.asks,
      h('tbody', {}, h('tr', {}, this.spread)),
      this.bids,
    )
  }

  show(depth: Depth, decimals: number): void {
    const asks = depth.asks.slice(0, Levels)
    const bids = depth.bids.slice(0, Levels)
    const most = Math.max(0, ...[...asks, ...bids].map(level => level.quantity))
    const places = placesOf([...asks, ...bids])
    fill(this.asks, asks.reverse(), decimals, places, most, 'down')
    fill(this.bids, bids, decimals, places, most, 'up')
    setText(this.spread, depth.spread === null ? 'One side is empty' : `Spread ${fixed(depth.spread, decimals)}`)
  }
}

/** Decimals that all quantities need, so that their points stand below one another; eight at most. */
export function placesOf(levels: readonly Level[]): number {
  return Math.max(0, ...levels.map(level => quantity(level.quantity).split('.')[1]?.length ?? 0))
}

function fill(body: HTMLTableSectionElement, levels: readonly Level[], decimals: number, places: number, most: number, tone: string): void {
  while (body.rows.length > levels.length) body.deleteRow(-1)
  while (body.rows.length < levels.length)
    body.append(h('tr', { class: 'level', 'data-side': tone }, h('td', { class: 'numeric level-price' }), h('td', { class: 'numeric' }), h('td', { class: 'numeric' })))
  levels.forEach((level, i) => {
    const row = body.rows[i]!
    setText(row.cells[0]!, fixed(level.price, decimals))
    setText(row.cells[1]!, fixed(level.quantity, places))
    setText(row.cells[2]!, fixed(level.sum, places))
    setAttribute(row, 'data-value', String(level.price))
    setAttribute(row, 'data-quantity', String(level.quantity))
    setAttribute(row, 'data-sum', String(level.sum))
    row.style.setProperty('--size', String(most > 0 ? level.quantity / most : 0))
  })
}
