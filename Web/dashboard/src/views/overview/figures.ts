import type { EquityPoint, Portfolio, ProfitBook } from '../../api/types'
import { h } from '../../ui/dom'
import { Figure } from '../../ui/figure'

/** The portfolio's money at a glance. */
export class MoneyFigures {
  readonly element: HTMLElement
  private readonly equity = new Figure('equity', 'Equity', 'money', 'Cash and what is held, at the last prices')
  private readonly total = new Figure('total-pnl', 'Total P&L', 'profit', 'Realized and unrealized together, net of fees')
  private readonly today = new Figure('today-pnl', 'Today’s P&L', 'profit', 'Equity now, less equity at the end of the UTC day before')
  private readonly realized = new Figure('realized-pnl', 'Realized', 'profit', 'P&L of what was closed, net of all fees')
  private readonly unrealized = new Figure('unrealized-pnl', 'Unrealized', 'profit', 'P&L of what is held, at the last prices')
  private readonly cash = new Figure('cash', 'Cash', 'money')
  private readonly exposure = new Figure('exposure', 'Exposure', 'money', 'Sum of the worth of all positions, long and short')
  private readonly drawdown = new Figure('drawdown', 'Drawdown', 'loss', 'How far equity stands below its peak')
  private readonly most = new Figure('max-drawdown', 'Max drawdown', 'loss', 'The furthest that equity stood below its peak')
  private readonly fees = new Figure('fees', 'Fees', 'money')

  constructor() {
    const all = [this.equity, this.total, this.today, this.realized, this.unrealized, this.cash, this.exposure, this.drawdown, this.most, this.fees]
    this.equity.element.classList.add('main')
    this.total.element.classList.add('main')
    this.element = h('dl', { class: 'figures', 'aria-label': 'Money', 'data-testid': 'money' }, ...all.map(figure => figure.element))
  }

  /** What the API said last. */
  show(portfolio: Portfolio, book: ProfitBook): void {
    this.equity.set(portfolio.equity)
    this.total.set(book.totalPnl)
    this.realized.set(portfolio.realizedPnl)
    this.unrealized.set(portfolio.unrealizedPnl)
    this.cash.set(portfolio.cash)
    this.exposure.set(portfolio.risk.grossExposure)
    this.drawdown.set(portfolio.drawdown)
    this.most.set(portfolio.maxDrawdown)
    this.fees.set(portfolio.fees)
  }

  /** What came live since; the rest follows with the next answer. */
  showLive(point: EquityPoint, initialCash: number): void {
    this.equity.set(point.equity)
    this.total.set(point.equity - initialCash)
    this.realized.set(point.realizedPnl)
    this.unrealized.set(point.unrealizedPnl)
    this.cash.set(point.cash)
  }

  showToday(value: number | null): void {
    this.today.set(value)
  }
}
