import { get, path } from '../../api/client'
import type { Strategies } from '../../api/types'
import type { App, View } from '../../app'
import { Refresher } from '../../live/refresher'
import type { Changes } from '../../live/store'
import { h, setChildren, setHidden, setText } from '../../ui/dom'
import { StrategyPanel } from './strategyPanel'

/** The portfolio's strategies, one below the other. */
export class StrategiesView implements View {
  readonly title = 'Strategies'
  readonly element: HTMLElement
  private readonly list = h('div', { class: 'strategy-list' })
  private readonly empty = h('p', { class: 'empty', hidden: true }, 'The portfolio has no strategy.')
  private readonly error = h('p', { class: 'error-line', role: 'alert', hidden: true })
  private readonly state = new Refresher(() => this.load(), 1_000)
  private readonly panels = new Map<string, StrategyPanel>()
  private isDisposed = false

  constructor(private readonly app: App) {
    this.element = h('div', { class: 'view' }, h('h1', { class: 'hidden' }, 'Strategies'), this.error, this.list, this.empty)
    this.refresh()
  }

  changed(changes: Changes): void {
    if (changes.reset) this.refresh()
    else if (changes.equity.length > 0 || changes.fills.length > 0) this.state.want()
  }

  refresh(): void {
    this.state.wantNow()
  }

  restyle(): void {
    // It shows no time and draws no chart.
  }

  reprice(): void {
    // It shows no price.
  }

  dispose(): void {
    this.isDisposed = true
    this.state.stop()
  }

  private async load(): Promise<void> {
    if (document.hidden) return
    try {
      const [answer] = await Promise.all([get<Strategies>(path`/api/portfolios/${this.app.portfolio}/strategies`), this.app.portfolioView()])
      if (!this.isDisposed) this.app.frames.request(() => this.show(answer))
      setHidden(this.error, true)
    } catch (error) {
      setText(this.error, `The strategies could not be fetched: ${error instanceof Error ? error.message : String(error)}`)
      setHidden(this.error, false)
    }
  }

  private show({ strategies }: Strategies): void {
    const elements = strategies.map(strategy => {
      let panel = this.panels.get(strategy.id)
      if (panel === undefined) {
        panel = new StrategyPanel(this.app, strategy, () => this.state.wantNow())
        this.panels.set(strategy.id, panel)
      } else {
        panel.show(strategy)
      }
      return panel.element
    })
    setChildren(this.list, elements)
    setHidden(this.empty, strategies.length > 0)
  }
}
