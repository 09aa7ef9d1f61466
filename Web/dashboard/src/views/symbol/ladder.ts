import type { Book, BookLevel } from '../../api/types'
import { fixed, quantity } from '../../format/number'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { panel } from '../../ui/panel'

const Levels = 12

/** The order book: asks above, bids below, each with a bar as long as its quantity. */
export class Ladder {
  readonly element: HTMLElement
  private readonly asks = h('tbody', { 'data-testid': 'asks' })
  private readonly bids = h('tbody', { 'data-testid': 'bids' })
  private readonly spread = h('td', { colspan: 3, class: 'spread', 'data-testid': 'spread' })
  private readonly table: HTMLElement
  private readonly nothing = h('p', { class: 'empty', 'data-testid': 'no-book' }, 'No order book: the feed of this symbol brings no depth, only bars.')

  constructor() {
    const heads = h('tr', {}, ...['Price', 'Quantity', 'Sum'].map(name => h('th', { scope: 'col', class: 'numeric' }, name)))
    this.table = h('table', { class: 'ladder', 'data-testid': 'ladder', hidden: true }, h('caption', { class: 'hidden' }, 'Order book'), h('thead', {}, heads), this.asks, h('tbody', {}, h('tr', {}, this.spread)), this.bids)
    this.element = panel('Order book', 'book', [this.table, this.nothing])
  }

  show(book: Book | null, decimals: number): void {
    setHidden(this.table, book === null)
    setHidden(this.nothing, book !== null)
    if (book === null) return
    const asks = book.asks.slice(0, Levels)
    const bids = book.bids.slice(0, Levels)
    const most = Math.max(0, ...[...asks, ...bids].map(level => level.quantity))
    fill(this.asks, summed(asks).reverse(), decimals, most, 'down')
    fill(this.bids, summed(bids), decimals, most, 'up')
    const [ask, bid] = [asks[0]?.price, bids[0]?.price]
    setText(this.spread, ask === undefined || bid === undefined ? 'One side is empty' : `Spread ${fixed(ask - bid, decimals)}`)
  }
}

/** Levels with the quantity up to and with each. */
export function summed(levels: readonly BookLevel[]): (BookLevel & { sum: number })[] {
  let sum = 0
  return levels.map(level => ({ ...level, sum: (sum += level.quantity) }))
}

function fill(body: HTMLTableSectionElement, levels: readonly (BookLevel & { sum: number })[], decimals: number, most: number, tone: string): void {
  while (body.rows.length > levels.length) body.deleteRow(-1)
  while (body.rows.length < levels.length)
    body.append(h('tr', { class: 'level', 'data-side': tone }, h('td', { class: 'numeric level-price' }), h('td', { class: 'numeric' }), h('td', { class: 'numeric' })))
  levels.forEach((level, i) => {
    const row = body.rows[i]!
    setText(row.cells[0]!, fixed(level.price, decimals))
    setText(row.cells[1]!, quantity(level.quantity))
    setText(row.cells[2]!, quantity(level.sum))
    setAttribute(row, 'data-value', String(level.price))
    row.style.setProperty('--size', String(most > 0 ? level.quantity / most : 0))
  })
}
