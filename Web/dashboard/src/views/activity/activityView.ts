import { path } from '../../api/client'
import type { Order, Trade } from '../../api/types'
import type { App, View } from '../../app'
import { count } from '../../format/number'
import { refusalText, roleText } from '../../format/words'
import { Refresher } from '../../live/refresher'
import type { Changes } from '../../live/store'
import { address } from '../../router'
import { h, setHidden, setText } from '../../ui/dom'
import { DataTable, sorted, type Column, type Sort } from '../../ui/table'
import { toast } from '../../ui/toast'
import { orderColumns, tradeColumns } from './columns'
import { FilterBar, Pager } from './controls'
import { csv } from './csv'
import { saveAnswer, saveText } from './download'
import { filtered, isAll, type Filterable } from './filter'
import { History, Most } from './history'

interface Kind<T> {
  name: 'trades' | 'orders'
  title: string
  columns: readonly Column<T>[]
  empty: string
  words: (row: T) => string
}

const trades: Kind<Trade> = {
  name: 'trades',
  title: 'Trades',
  columns: tradeColumns,
  empty: 'No trade yet. Each fill shows here as soon as it stands in the trade log.',
  words: row => `${row.number} ${row.orderId} ${row.symbol} ${row.strategy} ${row.side} ${roleText(row.role)} ${row.time}`,
}

const orders: Kind<Order> = {
  name: 'orders',
  title: 'Orders',
  columns: orderColumns,
  empty: 'No order was decided yet. Every request of a strategy shows here, refused ones with the reason.',
  words: row => `${row.number} ${row.id} ${row.symbol} ${row.strategy} ${row.side} ${roleText(row.role)} ${row.type} ${row.refusal} ${refusalText(row.refusal)} ${row.time}`,
}

type Row = Filterable & { number: number; symbol: string; strategy: string }

/** Trades or orders: the latest of them, to filter, sort, page through and take away. */
class ActivityView<T extends Row> implements View {
  readonly title: string
  readonly element: HTMLElement
  private readonly history: History<T>
  private readonly table: DataTable<T>
  private readonly filter: FilterBar
  private readonly pager: Pager
  private readonly note = h('p', { class: 'note load-note', 'data-testid': 'load-note', role: 'status' })
  private readonly error = h('p', { class: 'error-line', role: 'alert', hidden: true })
  private readonly drawing = new Refresher(() => this.requestDraw(), 100)
  private readonly catching = new Refresher(() => this.guard(() => this.catchUp()), 1_000)
  private readonly symbols = new Set<string>()
  private readonly strategies = new Set<string>()
  private sort: Sort = { column: 'number', isDescending: true }
  private abort = new AbortController()

  constructor(
    private readonly app: App,
    private readonly kind: Kind<T>,
  ) {
    this.title = kind.title
    this.history = new History<T>(query => `${path`/api/portfolios/${app.portfolio}/`}${kind.name}?${query}`)
    this.table = new DataTable<T>({
      name: kind.title,
      testId: `${kind.name}-table`,
      columns: kind.columns,
      key: row => String(row.number),
      sort: this.sort,
      empty: kind.empty,
      onSort: sort => {
        this.sort = sort
        this.drawing.wantNow()
      },
    })
    this.filter = new FilterBar(kind.name === 'orders', () => {
      this.pager.page = 0
      this.drawing.wantNow()
    })
    this.pager = new Pager(() => this.drawing.wantNow())
    this.element = h(
      'div',
      { class: 'view activity' },
      h('h1', { class: 'hidden' }, kind.title),
      this.error,
      h(
        'section',
        { class: 'panel', 'aria-label': kind.title },
        h('header', { class: 'panel-head' }, tabs(kind.name), this.downloads()),
        this.filter.element,
        this.table.element,
        this.pager.element,
        this.note,
      ),
    )
    this.refresh()
  }

  changed(changes: Changes): void {
    if (changes.reset) {
      this.refresh()
      return
    }
    if (this.kind.name === 'trades' && changes.fills.length > 0) {
      this.history.add(changes.fills as unknown as T[])
      this.drawing.want()
    }
    // Decisions are not told live: money and fills that move say that there may be some.
    if (this.kind.name === 'orders' && (changes.fills.length > 0 || changes.equity.length > 0)) this.catching.want()
  }

  refresh(): void {
    this.abort.abort()
    const abort = new AbortController()
    this.abort = abort
    void this.guard(() => this.history.load(abort.signal, () => this.drawing.want()))
  }

  restyle(): void {
    this.table.redraw()
  }

  reprice(): void {
    this.table.redraw()
  }

  dispose(): void {
    this.abort.abort()
    this.drawing.stop()
    this.catching.stop()
  }

  private async catchUp(): Promise<void> {
    if (document.hidden || !this.history.isComplete) return
    await this.history.catchUp(this.abort.signal)
    this.drawing.want()
  }

  private requestDraw(): Promise<void> {
    this.app.frames.request(() => this.draw())
    return Promise.resolve()
  }

  private rows(): T[] {
    const rows = filtered(this.history.all(), this.filter.value, this.kind.words)
    const isNatural = this.sort.column === 'number' && this.sort.isDescending
    return isNatural ? rows : sorted(rows, this.kind.columns, this.sort)
  }

  private draw(): void {
    for (const row of this.history.all()) {
      this.symbols.add(row.symbol)
      this.strategies.add(row.strategy)
    }
    this.filter.offer(this.symbols, this.strategies)
    this.table.setEmpty(isAll(this.filter.value) ? (this.history.isComplete ? this.kind.empty : 'Loading …') : 'Nothing matches the filter.')
    this.table.set(this.pager.cut(this.rows()))
    const { size, hasMore, isComplete } = this.history
    setText(
      this.note,
      !isComplete
        ? `Loading, ${count(size)} so far …`
        : hasMore
          ? `The latest ${count(Math.min(size, Most))} are shown, and there are older ones${this.kind.name === 'trades' ? ': the trade log has all' : ''}.`
          : '',
    )
  }

  private downloads(): HTMLElement {
    const { name } = this.kind
    const rows = h('button', { type: 'button', class: 'button small', 'data-testid': 'download-rows', title: 'The rows that match the filter, all pages', onclick: () => this.saveRows() }, 'Rows as CSV')
    const log = h('button', { type: 'button', class: 'button small', 'data-testid': 'download-log', title: 'order_book.csv, byte for byte', onclick: () => void this.saveLog() }, 'Trade log')
    return h('div', { class: 'head-buttons' }, rows, name === 'trades' ? log : null)
  }

  private saveRows(): void {
    const { columns, name } = this.kind
    saveText(csv(columns.map(column => column.id), this.rows().map(row => columns.map(column => column.value(row)))), `${this.app.portfolio}-${name}.csv`)
  }

  private async saveLog(): Promise<void> {
    try {
      await saveAnswer(path`/api/portfolios/${this.app.portfolio}/order-book.csv`, 'order_book.csv')
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), true)
    }
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    const { signal } = this.abort
    try {
      await work()
      setHidden(this.error, true)
    } catch (error) {
      if (signal.aborted) return
      setText(this.error, `The list could not be fetched: ${error instanceof Error ? error.message : String(error)}`)
      setHidden(this.error, false)
    }
  }
}

function tabs(name: string): HTMLElement {
  const tab = (id: 'trades' | 'orders', label: string): HTMLElement => h('a', { href: address(id), class: 'tab', 'aria-current': id === name ? 'page' : null, 'data-testid': `tab-${id}` }, label)
  return h('nav', { class: 'tabs', 'aria-label': 'Lists' }, tab('trades', 'Trades'), tab('orders', 'Orders'))
}

export function tradesView(app: App): View {
  return new ActivityView(app, trades)
}

export function ordersView(app: App): View {
  return new ActivityView(app, orders)
}
