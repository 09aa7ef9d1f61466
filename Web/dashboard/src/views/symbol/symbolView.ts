import { find, get, path, post } from '../../api/client'
import type { Chart, Page, ProfitBook, SymbolState, Trade } from '../../api/types'
import type { App, View } from '../../app'
import { BarHistory } from '../../charts/plots'
import type { SymbolChart } from '../../charts/symbol'
import { setPrecision } from '../../format/precision'
import { isLater } from '../../format/time'
import { Refresher } from '../../live/refresher'
import type { Changes } from '../../live/store'
import { address } from '../../router'
import { act } from '../../ui/act'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { panel } from '../../ui/panel'
import { toast } from '../../ui/toast'
import { BookPanel } from './bookPanel'
import { Legend } from './legend'
import { SymbolList } from './list'
import { SymbolHead } from './head'
import { ordersTable, symbolPositions } from './tables'

const FirstLimit = 1_000
const AfterLimit = 5_000
const MostFills = 2_000

/** One symbol: its bars with what the strategies see and did, its book and its working orders. */
export class SymbolView implements View {
  readonly title: string
  readonly element: HTMLElement
  private readonly head: SymbolHead
  private readonly list: SymbolList
  private readonly legend = new Legend()
  private readonly book: BookPanel
  private readonly orders = ordersTable(() => this.decimals)
  private readonly positions = symbolPositions(() => this.decimals)
  private readonly history = new BarHistory()
  private readonly bars = new Refresher(() => this.guard(() => this.loadBars()), 250)
  private readonly state = new Refresher(() => this.guard(() => this.loadState()), 500)
  private readonly holding = new Refresher(() => this.guard(() => this.loadPositions()), 1_000)
  private readonly box = h('div', { class: 'chart', 'data-testid': 'symbol-chart', role: 'img' })
  private readonly empty = h('p', { class: 'empty over', hidden: true }, 'No bar yet: the chart begins with the first one. A feed of depth and trades alone brings none.')
  private readonly error = h('p', { class: 'error-line', role: 'alert', hidden: true })
  private chart: SymbolChart | null = null
  private fills = new Map<number, Trade>()
  private symbols: string[] = []
  private strategy = ''
  private decimals = 2
  private hovered: number | null = null
  private isWhole = true
  private isDisposed = false

  constructor(
    private readonly app: App,
    private readonly symbol: string | null,
  ) {
    this.title = symbol ?? 'Symbols'
    this.list = new SymbolList(app, symbol)
    this.head = new SymbolHead(symbol ?? '', app.hasPortfolio, strategy => this.choose(strategy), action => void this.pause(action))
    this.book = new BookPanel(symbol ?? '', app.frames)
    this.box.setAttribute('aria-label', `Bars of ${symbol ?? 'the symbol'} with averages, fills and working orders; the figures are above`)
    this.element = h(
      'div',
      { class: 'view symbol-view' },
      h('h1', { class: 'hidden' }, this.title),
      this.list.element,
      h('div', { class: 'symbol-main' }, this.error, ...(app.hasPortfolio ? this.tradingParts() : [h('div', { class: 'panel' }, this.head.element)])),
      this.book.element,
    )
    setAttribute(this.element, 'data-desk', app.hasPortfolio ? null : 'market')
    app.stepSymbol = by => this.step(by)
    void this.guard(() => this.loadList())
    if (symbol !== null) this.refresh()
  }

  changed(changes: Changes): void {
    if (this.symbol === null) return
    if (changes.reset) {
      this.refresh()
      return
    }
    if (changes.marks) {
      this.list.showMarks()
      const mark = this.app.store.marks.get(this.symbol)
      if (mark !== undefined) this.head.showMark(mark.price, this.decimals)
      if (this.app.hasPortfolio) {
        if (mark !== undefined && isLater(mark.time, this.history.bars.at(-1)?.time)) this.bars.want()
        this.holding.want()
      }
    }
    if (changes.marks || changes.lag) this.state.want()
    const own = changes.fills.filter(fill => fill.symbol === this.symbol)
    if (own.length === 0) return
    this.addFills(own)
    this.bars.want()
    this.holding.want()
  }

  refresh(): void {
    if (this.symbol === null) return
    this.isWhole = true
    this.fills.clear()
    this.state.wantNow()
    if (!this.app.hasPortfolio) return
    this.bars.wantNow()
    this.holding.wantNow()
    void this.guard(() => this.loadFills())
  }

  restyle(): void {
    this.chart?.recolour(this.history, this.strategy)
    this.showLegend()
  }

  reprice(): void {
    this.list.redraw()
  }

  dispose(): void {
    this.isDisposed = true
    this.app.stepSymbol = () => false
    this.bars.stop()
    this.state.stop()
    this.holding.stop()
    this.list.dispose()
    this.book.dispose()
    this.chart?.dispose()
  }

  private async loadList(): Promise<void> {
    const [{ symbols }, book] = await Promise.all([
      get<{ symbols: string[] }>('/api/symbols'),
      this.app.hasPortfolio ? get<ProfitBook>(path`/api/profit-book?portfolio=${this.app.portfolio}&points=1`) : null,
    ])
    if (this.isDisposed) return
    this.symbols = symbols
    this.list.set(symbols, new Map((book?.symbols ?? []).filter(row => row.mark > 0).map(row => [row.symbol, row.mark])))
    const first = symbols[0]
    if (this.symbol === null && first !== undefined) location.replace(address('symbol', first))
    setHidden(this.empty, first !== undefined)
  }

  private async loadBars(): Promise<void> {
    if (document.hidden || this.symbol === null) return
    const isWhole = this.isWhole
    const last = this.history.bars.at(-1)?.time
    const query = isWhole || last === undefined ? path`limit=${String(FirstLimit)}` : path`limit=${String(AfterLimit)}&after=${last}`
    const [chart, { SymbolChart }] = await Promise.all([find<Chart>(path`/api/symbols/${this.symbol}/chart?` + query), import('../../charts/symbol')])
    if (this.isDisposed) return
    if (chart === undefined) throw new Error(`there is no symbol ${this.symbol}`)
    if (isWhole) this.isWhole = false
    this.app.frames.request(() => this.show(chart, SymbolChart, isWhole || last === undefined))
  }

  private show(chart: Chart, kind: typeof SymbolChart, isWhole: boolean): void {
    if (this.isDisposed) return
    const isFirst = this.chart === null
    this.chart ??= new kind(this.box, index => this.hover(index))
    if (isFirst || this.decimals !== chart.pricePrecision) this.chart.setPrecision(chart.pricePrecision)
    this.decimals = chart.pricePrecision
    setPrecision(chart.symbol, chart.pricePrecision)
    const isMoved = this.history.take(chart, isWhole)
    const strategies = this.history.strategies()
    if (!strategies.includes(this.strategy)) this.strategy = this.preferred(strategies)
    this.head.setStrategies(strategies, this.strategy)
    this.head.showPaused(chart.isPaused)
    if (isMoved) this.chart.set(this.history, this.strategy, isFirst)
    else this.chart.extend(this.history, this.strategy)
    if (isWhole) this.showFills()
    const own = chart.orders.filter(order => order.portfolio === this.app.portfolio)
    this.chart.setOrders(own)
    this.orders.set(own)
    setHidden(this.empty, this.history.bars.length > 0)
    const bar = this.history.bars.at(-1)
    if (bar !== undefined) this.head.showMark(bar.close, this.decimals)
    this.showLegend()
  }

  // Of the portfolio that is shown, with both averages where there is such a one.
  private preferred(strategies: readonly string[]): string {
    const own = strategies.filter(key => key.startsWith(`${this.app.portfolio}/`))
    return own.find(key => this.history.of(key).slow.length > 0) ?? own[0] ?? strategies[0] ?? ''
  }

  private async loadState(): Promise<void> {
    if (document.hidden || this.symbol === null) return
    const state = await find<SymbolState>(path`/api/symbols/${this.symbol}`)
    if (this.isDisposed || state === undefined) return
    this.app.frames.request(() => this.showState(state))
  }

  private showState(state: SymbolState): void {
    if (this.isDisposed) return
    this.book.offer(state.book !== null, state.pricePrecision)
    setAttribute(this.element, 'data-book', state.book === null ? 'none' : null)
    if (this.app.hasPortfolio) {
      this.head.showState(state)
      return
    }

    this.decimals = state.pricePrecision
    setPrecision(state.symbol, state.pricePrecision)
    if (state.mark > 0) this.head.showMark(state.mark, state.pricePrecision)
  }

  private tradingParts(): HTMLElement[] {
    return [
      h('section', { class: 'panel chart-panel', 'aria-label': 'Chart' }, this.head.element, this.legend.element, h('div', { class: 'chart-box tall' }, this.box, this.empty)),
      panel('Working orders', 'working-orders-panel', [this.orders.element]),
      panel('Positions', 'symbol-positions-panel', [this.positions.element]),
    ]
  }

  private async loadPositions(): Promise<void> {
    if (document.hidden) return
    const portfolio = await this.app.portfolioView()
    if (!this.isDisposed) this.positions.set(portfolio.positions.filter(position => position.symbol === this.symbol))
  }

  private async loadFills(): Promise<void> {
    if (this.symbol === null) return
    const page = await get<Page<Trade>>(path`/api/portfolios/${this.app.portfolio}/trades?order=desc&limit=1000&symbol=${this.symbol}`)
    if (!this.isDisposed) this.addFills(page.items)
  }

  private addFills(fills: readonly Trade[]): void {
    for (const fill of fills) this.fills.set(fill.number, fill)
    if (this.fills.size > MostFills) {
      const latest = [...this.fills.values()].sort((a, b) => b.number - a.number).slice(0, MostFills / 2)
      this.fills = new Map(latest.map(fill => [fill.number, fill]))
    }
    this.showFills()
  }

  private showFills(): void {
    const first = this.history.bars[0]?.time
    if (this.chart === null || first === undefined) return
    this.chart.setTrades([...this.fills.values()].filter(fill => !isLater(first, fill.time)).sort((a, b) => a.number - b.number))
  }

  private choose(strategy: string): void {
    this.strategy = strategy
    this.chart?.set(this.history, strategy, false)
    this.showLegend()
  }

  private hover(index: number | null): void {
    this.hovered = index
    this.app.frames.request(() => this.showLegend())
  }

  private showLegend(): void {
    this.legend.show(this.history, this.strategy, this.hovered, this.decimals)
  }

  private step(by: number): boolean {
    const at = this.symbols.indexOf(this.symbol ?? '')
    const next = this.symbols[at + by]
    if (next !== undefined) location.hash = address('symbol', next)
    return true
  }

  private async pause(action: 'pause' | 'resume'): Promise<void> {
    if (this.symbol === null) return
    const { symbol } = this
    const view = await act(() => post<{ isPaused: boolean }>(path`/api/symbols/${symbol}/${action}`))
    if (view === undefined || this.isDisposed) return
    this.head.showPaused(view.isPaused)
    toast(view.isPaused ? `Entries of ${symbol} are paused.` : `Entries of ${symbol} are accepted again.`)
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      setHidden(this.error, true)
    } catch (error) {
      if (this.isDisposed) return
      setText(this.error, `The symbol could not be fetched: ${error instanceof Error ? error.message : String(error)}`)
      setHidden(this.error, false)
    }
  }
}
