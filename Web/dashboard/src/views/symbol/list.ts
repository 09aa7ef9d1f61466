import type { App } from '../../app'
import { direction, fixed } from '../../format/number'
import { precisionOf } from '../../format/precision'
import { address } from '../../router'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { toneOf } from '../../ui/figure'

// With fewer, all are in sight.
const FilterFrom = 12

// Whoever goes from symbol to symbol by keyboard stays in the list, which is another one for each.
let hadFocus = false

interface Entry {
  link: HTMLElement
  price: HTMLElement
  last: number | null
}

/** All symbols with their last prices; arrow keys go up and down. */
export class SymbolList {
  readonly element: HTMLElement
  private readonly list = h('ul', { class: 'symbols-list' })
  private readonly filter: HTMLInputElement
  private readonly entries = new Map<string, Entry>()

  constructor(
    private readonly app: App,
    private readonly symbol: string | null,
  ) {
    this.filter = h('input', { type: 'search', class: 'input', placeholder: 'Find symbol', 'aria-label': 'Find symbol', 'data-filter': true, 'data-testid': 'symbol-filter', hidden: true, oninput: () => this.applyFilter() })
    this.element = h('nav', { class: 'symbols panel', 'aria-label': 'Symbols' }, this.filter, this.list)
    this.list.addEventListener('keydown', event => this.move(event))
  }

  set(symbols: readonly string[], marks: ReadonlyMap<string, number>): void {
    this.entries.clear()
    this.list.replaceChildren(
      ...symbols.map(symbol => {
        const price = h('span', { class: 'mark-price', 'data-testid': `mark-${symbol}` })
        const link = h('a', { href: address('symbol', symbol), 'data-testid': `symbol-${symbol}`, 'aria-current': symbol === this.symbol ? 'page' : null }, h('span', {}, symbol), price)
        this.entries.set(symbol, { link, price, last: null })
        const mark = this.app.store.marks.get(symbol)?.price ?? marks.get(symbol)
        if (mark !== undefined) this.show(symbol, mark)
        return h('li', {}, link)
      }),
    )
    setHidden(this.filter, symbols.length <= FilterFrom)
    const current = this.list.querySelector<HTMLElement>('[aria-current]')
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    if (hadFocus && document.activeElement === document.body) current?.focus()
    hadFocus = false
  }

  dispose(): void {
    hadFocus = this.list.contains(document.activeElement)
  }

  showMarks(): void {
    for (const [symbol, mark] of this.app.store.marks) this.show(symbol, mark.price)
  }

  private show(symbol: string, price: number): void {
    const entry = this.entries.get(symbol)
    if (entry === undefined || entry.last === price) return
    setText(entry.price, fixed(price, precisionOf(symbol)))
    setAttribute(entry.price, 'data-value', String(price))
    if (entry.last !== null) setAttribute(entry.price, 'data-tone', toneOf(direction(price - entry.last, 8)))
    entry.last = price
  }

  /** Writes the prices anew, at a precision that is known by now. */
  redraw(): void {
    for (const [symbol, entry] of this.entries) if (entry.last !== null) setText(entry.price, fixed(entry.last, precisionOf(symbol)))
  }

  private applyFilter(): void {
    const text = this.filter.value.trim().toLowerCase()
    for (const [symbol, { link }] of this.entries) setHidden(link.parentElement!, !symbol.toLowerCase().includes(text))
  }

  private move(event: KeyboardEvent): void {
    const by = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    const links = [...this.entries.values()].map(entry => entry.link).filter(link => !link.parentElement!.hidden)
    const at = links.indexOf(document.activeElement as HTMLElement)
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
    event.preventDefault()
  }
}
