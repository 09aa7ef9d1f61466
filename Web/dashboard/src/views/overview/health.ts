import type { Portfolio } from '../../api/types'
import type { App } from '../../app'
import { count } from '../../format/number'
import { ago } from '../../format/time'
import { h, setAttribute, setText } from '../../ui/dom'
import { Figure } from '../../ui/figure'
import { panel } from '../../ui/panel'

const states = {
  connecting: 'Connecting',
  live: 'Receiving',
  stale: 'Silent for too long',
  waiting: 'Not connected',
  denied: 'No key',
} as const

/** How the feed is: how fast events come, what waits, and when something was last heard. */
export class HealthPanel {
  readonly element: HTMLElement
  private readonly state = h('span', { class: 'health-state', 'data-testid': 'health-state' })
  private readonly rate = new Figure('health-rate', 'Events/s', 'count', 'By the wall clock of the host')
  private readonly pending = new Figure('health-pending', 'Pending', 'count', 'Reports that wait for other symbols')
  private readonly events = new Figure('health-events', 'Events', 'count', 'Processed since the start')
  private readonly fills = new Figure('health-fills', 'Fills', 'count')
  private readonly refusals = new Figure('health-refusals', 'Refused', 'count', 'Order requests that were refused')
  private readonly heard = h('dd', { 'data-testid': 'health-heard' }, '–')
  private readonly timer: number
  private readonly unlisten: () => void

  constructor(private readonly app: App) {
    const heard = h('div', { class: 'figure' }, h('dt', { title: 'When something last came over the live stream' }, 'Last update'), this.heard)
    this.element = panel(
      'Feed',
      'health',
      [h('dl', { class: 'figures small' }, this.rate.element, this.pending.element, this.events.element, this.fills.element, this.refusals.element, heard)],
      this.state,
    )
    this.timer = window.setInterval(() => this.showHeard(), 1000)
    this.unlisten = app.onConnection(() => this.showState())
    this.showState()
    this.showHeard()
  }

  show(portfolio: Portfolio): void {
    this.events.set(portfolio.events)
    this.fills.set(portfolio.fills)
    this.refusals.set(portfolio.refusals)
  }

  showLag(): void {
    const lag = this.app.store.lag
    if (lag === null) return
    this.rate.set(lag.eventsPerSecond)
    this.pending.set(lag.pending)
    this.element.title = `${count(lag.events)} events in this run`
  }

  dispose(): void {
    window.clearInterval(this.timer)
    this.unlisten()
  }

  private showState(): void {
    const { kind } = this.app.connection
    setText(this.state, states[kind])
    setAttribute(this.state, 'data-state', kind)
  }

  private showHeard(): void {
    if (!document.hidden && this.app.lastHeard > 0) setText(this.heard, ago(Date.now() - this.app.lastHeard))
  }
}
