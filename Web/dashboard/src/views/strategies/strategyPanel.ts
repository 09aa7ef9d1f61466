import { path, post } from '../../api/client'
import type { Strategy } from '../../api/types'
import type { App } from '../../app'
import { act } from '../../ui/act'
import { h, setHidden, setText } from '../../ui/dom'
import { Figure } from '../../ui/figure'
import { DataTable } from '../../ui/table'
import { toast } from '../../ui/toast'

/** One strategy: what it did, what it brought, and the settings that it runs by. */
export class StrategyPanel {
  readonly element: HTMLElement
  private readonly paused = h('span', { class: 'tag warn', 'data-testid': 'strategy-paused', hidden: true }, 'Entries paused')
  private readonly button: HTMLButtonElement
  private readonly symbols = h('p', { class: 'note strategy-symbols', 'data-testid': 'strategy-symbols' })
  private readonly figures: [Figure, (strategy: Strategy) => number | null][] = [
    [new Figure('strategy-total-pnl', 'Total P&L', 'profit'), strategy => strategy.totalPnl],
    [new Figure('strategy-realized-pnl', 'Realized', 'profit'), strategy => strategy.realizedPnl],
    [new Figure('strategy-unrealized-pnl', 'Unrealized', 'profit'), strategy => strategy.unrealizedPnl],
    [new Figure('strategy-fees', 'Fees', 'money'), strategy => strategy.fees],
    [new Figure('strategy-signals', 'Signals', 'count', 'Entry signals submitted to the portfolio'), strategy => strategy.signals],
    [new Figure('strategy-accepted', 'Accepted', 'count'), strategy => strategy.accepted],
    [new Figure('strategy-refused', 'Refused', 'count'), strategy => strategy.refused],
    [new Figure('strategy-round-trips', 'Round trips', 'count', 'Positions opened and closed again'), strategy => strategy.roundTrips],
    [new Figure('strategy-wins', 'Wins', 'count'), strategy => strategy.wins],
    [new Figure('strategy-losses', 'Losses', 'count'), strategy => strategy.losses],
    [new Figure('strategy-win-rate', 'Win rate', 'percent', 'Wins of all round trips'), strategy => strategy.winRate],
    [new Figure('strategy-profit-factor', 'Profit factor', 'ratio', 'Gains over losses of the round trips'), strategy => strategy.profitFactor],
  ]
  private readonly settings = new DataTable<Strategy['settings'][number]>({
    name: 'Settings in force',
    testId: 'strategy-settings',
    key: row => row.key,
    sort: { column: '', isDescending: false },
    empty: 'It has no settings.',
    columns: [
      { id: 'key', label: 'Setting', isHeader: true, value: row => row.key },
      { id: 'value', label: 'Value', value: row => row.value },
      { id: 'description', label: 'Meaning', value: row => row.description },
    ],
  })
  private strategy: Strategy

  constructor(
    private readonly app: App,
    strategy: Strategy,
    private readonly onDone: () => void,
  ) {
    this.strategy = strategy
    this.button = h('button', { type: 'button', class: 'button small', 'data-testid': 'strategy-pause', onclick: () => void this.toggle() })
    this.element = h(
      'section',
      { class: 'panel', 'aria-label': `Strategy ${strategy.id}`, 'data-testid': `strategy-${strategy.id}` },
      h('header', { class: 'panel-head' }, h('h2', {}, strategy.id, h('span', { class: 'note' }, ` of type ${strategy.type}`)), h('div', { class: 'head-buttons' }, this.paused, this.button)),
      h('dl', { class: 'figures flush' }, ...this.figures.map(([figure]) => figure.element)),
      this.symbols,
      h('details', { open: true }, h('summary', {}, 'Settings in force'), this.settings.element),
    )
    this.show(strategy)
  }

  show(strategy: Strategy): void {
    this.strategy = strategy
    for (const [figure, value] of this.figures) figure.set(value(strategy))
    setHidden(this.paused, !strategy.isPaused)
    setText(this.button, strategy.isPaused ? 'Resume entries' : 'Pause entries')
    setText(this.symbols, strategy.symbols.length === 0 ? 'It has no symbol yet.' : `Trades ${strategy.symbols.join(', ')}`)
    this.settings.set(strategy.settings)
  }

  private async toggle(): Promise<void> {
    const { id, isPaused } = this.strategy
    const action = isPaused ? 'resume' : 'pause'
    const answer = await act(() => post<Strategy>(path`/api/portfolios/${this.app.portfolio}/strategies/${id}/${action}`))
    if (answer === undefined) return
    this.show(answer)
    toast(answer.isPaused ? `Entries of ${id} are paused; exits go on.` : `Entries of ${id} are accepted again.`)
    this.onDone()
  }
}
