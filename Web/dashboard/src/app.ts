import { get, path } from './api/client'
import type { Host, Portfolio } from './api/types'
import { LiveConnection } from './live/connection'
import { Frames } from './live/frame'
import type { ConnectionState } from './live/reconnect'
import { LiveStore, type Changes } from './live/store'
import type { Route } from './router'

const portfolioViews = ['overview', 'symbol', 'trades', 'orders', 'strategies'] as const

/** A view of the page, for as long as it is shown. */
export interface View {
  readonly title: string
  readonly element: HTMLElement
  /** Draws what came live; called in a frame, with all since the last one. */
  changed(changes: Changes): void
  /** Fetches all anew: something was missed, or the page was hidden. */
  refresh(): void
  /** Draws times and colours anew. */
  restyle(): void
  /** Draws prices anew: the precision of a symbol has become known. */
  reprice(): void
  dispose(): void
}

/** What all parts of the page share: the portfolio that is shown, its live state and the connection. */
export class App {
  readonly frames = new Frames()
  store = new LiveStore()
  portfolios: string[] = []
  portfolio = ''
  /** Whether the host replays history. */
  hasReplay = false
  /** Whether the host keeps connections to exchanges. */
  hasConnections = false
  connection: ConnectionState = { kind: 'connecting' }
  lastHeard = 0
  /** Goes to the symbol before or after, where the view shows one; whether it does. */
  stepSymbol: (by: number) => boolean = () => false
  private live: LiveConnection | null = null
  private asked: { id: string; answer: Promise<Portfolio> } | null = null
  private readonly listeners = new Set<(changes: Changes) => void>()
  private readonly timeListeners = new Set<(time: string | null) => void>()
  private readonly connectionListeners = new Set<(state: ConnectionState) => void>()

  /** Whether the host trades, and does not only bring market data. */
  get hasPortfolio(): boolean {
    return this.portfolio !== ''
  }

  /** The views that have something to show here, in the order of the navigation. */
  get views(): Route['name'][] {
    if (!this.hasPortfolio) return ['connections', 'symbol']
    return this.hasConnections ? [...portfolioViews, 'connections'] : [...portfolioViews]
  }

  /** Looks which portfolios there are, and what the host does. */
  async load(): Promise<void> {
    const answer = await get<Host>('/api/portfolios')
    this.portfolios = answer.portfolios
    this.hasReplay = answer.hasReplay
    this.hasConnections = answer.hasConnections
    if (!this.portfolios.includes(this.portfolio)) this.portfolio = this.portfolios[0] ?? ''
  }

  /** Shows a portfolio, or none: its stream takes the place of the one before. */
  open(portfolio: string): void {
    this.portfolio = portfolio
    this.live?.close()
    this.store = new LiveStore()
    const store = this.store
    this.live = new LiveConnection(
      portfolio === '' ? '/api/live' : path`/api/live?portfolio=${portfolio}`,
      events => {
        if (store !== this.store) return
        this.lastHeard = Date.now()
        if (store.apply(events)) this.frames.request(this.draw)
      },
      state => this.setConnection(state),
    )
  }

  /** A connection that could not be begun: there is no stream yet to say so. */
  setConnection(state: ConnectionState): void {
    this.connection = state
    for (const listener of this.connectionListeners) listener(state)
  }

  retry(): void {
    this.live?.retry()
  }

  rest(): void {
    this.live?.rest()
  }

  wake(): void {
    this.live?.wake()
  }

  get isStarted(): boolean {
    return this.live !== null
  }

  onChanges(listener: (changes: Changes) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.connectionListeners.add(listener)
    return () => this.connectionListeners.delete(listener)
  }

  /** Asks for the portfolio, once for all who ask at the same time; its time is shown at the top, too. */
  portfolioView(): Promise<Portfolio> {
    if (this.asked?.id !== this.portfolio) {
      const asked = { id: this.portfolio, answer: this.askPortfolio(this.portfolio) }
      this.asked = asked
      const done = (): void => {
        if (this.asked === asked) this.asked = null
      }
      asked.answer.then(done, done)
    }
    return this.asked!.answer
  }

  onTime(listener: (time: string | null) => void): void {
    this.timeListeners.add(listener)
  }

  private async askPortfolio(id: string): Promise<Portfolio> {
    const portfolio = await get<Portfolio>(path`/api/portfolios/${id}`)
    if (id === this.portfolio) for (const listener of this.timeListeners) listener(portfolio.time)
    return portfolio
  }

  private readonly draw = (): void => {
    const changes = this.store.takeChanges()
    for (const listener of this.listeners) listener(changes)
  }
}
