import { get, path } from '../../api/client'
import type { EquityPoint, Page, Portfolio, ProfitBook, Trade } from '../../api/types'
import type { App, View } from '../../app'
import type { EquityChart } from '../../charts/equity'
import { isLater } from '../../format/time'
import { Refresher } from '../../live/refresher'
import type { Changes } from '../../live/store'
import { h, setHidden, setText } from '../../ui/dom'
import { panel } from '../../ui/panel'
import { MoneyFigures } from './figures'
import { HealthPanel } from './health'
import { RiskPanel } from './risk'
import { contributionsTable, latestFillsTable, positionsTable } from './tables'
import { DayStart } from './today'

const ChartPoints = 2_000

// Above this the chart is fetched anew, thinned by the server.
const MostPoints = 8_000
const ShownFills = 12

/** The whole portfolio on one page. */
export class Overview implements View {
  readonly title = 'Overview'
  readonly element: HTMLElement
  private readonly money = new MoneyFigures()
  private readonly risk: RiskPanel
  private readonly health: HealthPanel
  private readonly contributions = contributionsTable()
  private readonly positions = positionsTable()
  private readonly fills = latestFillsTable()
  private readonly dayStart = new DayStart()
  private readonly state = new Refresher(() => this.guard(() => this.loadState()), 1_000)
  private readonly curve = new Refresher(() => this.guard(() => this.loadCurve()), 5_000)
  private readonly chartBox = h('div', { class: 'chart', 'data-testid': 'equity-chart', role: 'img', 'aria-label': 'Equity, and drawdown below it, over time' })
  private readonly chartEmpty = h('p', { class: 'empty over' }, 'No equity yet: the curve begins with the first time slot.')
  private readonly error = h('p', { class: 'error-line', role: 'alert', hidden: true })
  private chart: EquityChart | null = null
  private rows = new Map<number, Trade>()
  private initialCash: number | null = null
  private startOfDay: number | null = null
  private waiting: EquityPoint[] = []
  private isLoadingCurve = false
  private isDisposed = false

  constructor(private readonly app: App) {
    this.risk = new RiskPanel(app, () => this.state.wantNow())
    this.health = new HealthPanel(app)
    this.element = h(
      'div',
      { class: 'view overview' },
      h('h1', { class: 'hidden' }, 'Overview'),
      this.error,
      this.money.element,
      panel('Equity and drawdown', 'equity-panel', [h('div', { class: 'chart-box' }, this.chartBox, this.chartEmpty)]),
      h('div', { class: 'side' }, this.risk.element, this.health.element),
      panel('P&L by symbol', 'contributions-panel', [this.contributions.table.element]),
      panel('Open positions', 'positions-panel', [this.positions.element]),
      panel('Latest fills', 'latest-fills-panel', [this.fills.element], h('a', { href: '#/trades' }, 'All trades')),
    )
    this.refresh()
  }

  changed(changes: Changes): void {
    if (changes.reset) {
      this.rows.clear()
      this.refresh()
      return
    }
    const last = this.app.store.equity
    if (changes.equity.length > 0 && last !== null && this.initialCash !== null) {
      this.money.showLive(last, this.initialCash)
      if (this.startOfDay !== null) this.money.showToday(last.equity - this.startOfDay)
      this.showCurve(changes.equity)
    }
    if (changes.lag) this.health.showLag()
    if (changes.fills.length > 0) this.addFills(changes.fills)
    if (changes.equity.length > 0 || changes.fills.length > 0) this.state.want()
  }

  refresh(): void {
    this.dayStart.forget()
    this.state.wantNow()
    this.curve.wantNow()
    void this.guard(() => this.loadFills())
  }

  restyle(): void {
    this.chart?.recolour()
    this.chart?.rezone()
    this.fills.redraw()
  }

  reprice(): void {
    this.fills.redraw()
    this.positions.redraw()
  }

  dispose(): void {
    this.isDisposed = true
    this.state.stop()
    this.curve.stop()
    this.health.dispose()
    this.chart?.dispose()
  }

  private async loadState(): Promise<void> {
    if (document.hidden) return
    const { portfolio: id } = this.app
    const [portfolio, book] = await Promise.all([this.app.portfolioView(), get<ProfitBook>(path`/api/profit-book?portfolio=${id}&points=1`)])
    if (this.isDisposed) return
    this.app.frames.request(() => this.showState(portfolio, book))
    this.startOfDay = await this.dayStart.ask(id, portfolio.time, portfolio.initialCash)
    if (!this.isDisposed) this.app.frames.request(() => this.showDay(portfolio))
  }

  private showDay(portfolio: Portfolio): void {
    if (this.startOfDay === null) return
    this.money.showToday(this.equityNow(portfolio) - this.startOfDay)
    this.risk.show(portfolio, this.startOfDay)
  }

  private showState(portfolio: Portfolio, book: ProfitBook): void {
    this.initialCash = portfolio.initialCash
    this.money.show(portfolio, book)
    this.health.show(portfolio)
    this.health.showLag()
    this.contributions.set(book.symbols)
    this.positions.set(portfolio.positions.filter(position => position.quantity !== 0))
    const live = this.liveSince(portfolio)
    if (live !== null) this.money.showLive(live, portfolio.initialCash)
  }

  // What the stream told after the answer was made.
  private liveSince(portfolio: Portfolio): EquityPoint | null {
    const live = this.app.store.equity
    return live !== null && isLater(live.time, portfolio.time) ? live : null
  }

  private equityNow(portfolio: Portfolio): number {
    return this.liveSince(portfolio)?.equity ?? portfolio.equity
  }

  private async loadCurve(): Promise<void> {
    if (document.hidden) return
    const { portfolio: id } = this.app
    this.waiting = []
    this.isLoadingCurve = true
    const [curve, portfolio, { EquityChart }] = await Promise.all([
      get<{ points: EquityPoint[] }>(path`/api/portfolios/${id}/equity?points=${String(ChartPoints)}`),
      this.initialCash === null ? this.app.portfolioView() : null,
      import('../../charts/equity'),
    ]).finally(() => (this.isLoadingCurve = false))
    if (this.isDisposed) return
    const initial = portfolio?.initialCash ?? this.initialCash ?? 0
    this.initialCash = initial
    this.app.frames.request(() => {
      if (this.isDisposed) return
      this.chart ??= new EquityChart(this.chartBox)
      this.chart.set(curve.points, initial)
      this.chart.add(this.waiting)
      this.waiting = []
      setHidden(this.chartEmpty, this.chart.points > 0)
    })
  }

  private showCurve(points: readonly EquityPoint[]): void {
    // What comes while the curve is on its way may not be in it yet.
    if (this.isLoadingCurve && this.waiting.length < MostPoints) this.waiting.push(...points)
    if (this.chart === null) return
    this.chart.add(points)
    setHidden(this.chartEmpty, true)
    if (this.chart.points > MostPoints) this.curve.want()
  }

  private async loadFills(): Promise<void> {
    const page = await get<Page<Trade>>(path`/api/portfolios/${this.app.portfolio}/trades?order=desc&limit=${String(ShownFills)}`)
    if (!this.isDisposed) this.addFills(page.items)
  }

  private addFills(fills: readonly Trade[]): void {
    for (const fill of fills) this.rows.set(fill.number, fill)
    const latest = [...this.rows.values()].sort((a, b) => b.number - a.number).slice(0, ShownFills)
    this.rows = new Map(latest.map(fill => [fill.number, fill]))
    this.fills.set(latest)
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      setHidden(this.error, true)
    } catch (error) {
      if (this.isDisposed) return
      setText(this.error, `Some figures could not be fetched: ${error instanceof Error ? error.message : String(error)}`)
      setHidden(this.error, false)
    }
  }
}
