import { ApiError, find, path } from '../../api/client'
import type { Depth } from '../../api/types'
import type { Frames } from '../../live/frame'
import { Poll } from '../../live/poll'
import { RateMeter } from '../../live/rate'
import { fixed, Nothing, signed } from '../../format/number'
import { age, dateTime } from '../../format/time'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { Figure } from '../../ui/figure'
import { panel } from '../../ui/panel'
import { DepthCurve } from './depthCurve'
import { Ladder } from './ladder'

const Every = 500
const Choices = [10, 50, 200, 1000]
const Standard = 50

/** The order book: whether it is the exchange's, its figures, its best levels and its depth. */
export class BookPanel {
  readonly element: HTMLElement
  private readonly badge = h('span', { class: 'badge', 'data-testid': 'book-state', role: 'status' })
  private readonly levels: HTMLSelectElement
  private readonly reason = h('p', { class: 'book-reason', 'data-testid': 'book-reason', hidden: true })
  private readonly nothing = h('p', { class: 'empty', 'data-testid': 'no-book' }, 'No order book: the feed of this symbol brings no depth, only bars.')
  private readonly body: HTMLElement
  private readonly controls: HTMLElement
  private readonly depth: HTMLElement
  private readonly ladder = new Ladder()
  private readonly curve = new DepthCurve()
  private readonly rate = new RateMeter()
  private readonly mid = new Figure('mid', 'Mid', 'money', 'Between best bid and best ask')
  private readonly spread = new Figure('spread', 'Spread', 'money', 'Best ask less best bid')
  private readonly microprice = new Figure('microprice', 'Microprice', 'money', 'The mid, weighted by the quantity at the other side’s best price')
  private readonly imbalance = new Figure('imbalance', 'Imbalance', 'ratio', '(bid − asked) / (both) over the levels fetched: −1 only asks, 1 only bids')
  private readonly updates = new Figure('book-rate', 'Updates/s', 'count', 'Depth updates that came in, over the last seconds')
  private readonly last = new Figure('book-age', 'Last update', 'count', 'Since the last depth event came in; the exchange’s time where that is not known')
  private readonly resyncs = new Figure('book-resyncs', 'Resyncs', 'count', 'How often a new snapshot was called for')
  private readonly checksums = new Figure('book-checksums', 'Bad checksums', 'count', 'How often the exchange’s checksum was not the book’s')
  private readonly figures: Figure[]
  private readonly poll = new Poll(() => this.load(), Every)
  private decimals = 2
  private isDisposed = false

  constructor(
    private readonly symbol: string,
    private readonly frames: Frames,
  ) {
    this.levels = h(
      'select',
      { class: 'input', 'aria-label': 'Levels of each side', 'data-testid': 'book-levels', onchange: () => this.poll.now() },
      ...Choices.map(count => h('option', { value: count, selected: count === Standard }, `${count} levels`)),
    )
    this.controls = h('span', { class: 'head-buttons', hidden: true }, this.badge, this.levels)
    this.depth = h('div', { class: 'depth', hidden: true }, this.ladder.element, this.curve.element)
    this.figures = [this.mid, this.spread, this.microprice, this.imbalance, this.updates, this.last, this.resyncs, this.checksums]
    this.body = h(
      'div',
      { class: 'book-body', hidden: true },
      this.reason,
      h('dl', { class: 'figures small', 'aria-label': 'Figures of the book' }, ...this.figures.map(figure => figure.element)),
      this.depth,
    )
    this.element = panel('Order book', 'book', [this.body, this.nothing], this.controls)
  }

  /** Shows the book from now on, or that the symbol has none. */
  offer(hasBook: boolean, decimals: number): void {
    this.decimals = decimals
    setHidden(this.nothing, hasBook)
    setHidden(this.body, !hasBook)
    setHidden(this.controls, !hasBook)
    if (hasBook) this.poll.start()
  }

  dispose(): void {
    this.isDisposed = true
    this.poll.stop()
  }

  private async load(): Promise<void> {
    try {
      const depth = await find<Depth>(path`/api/symbols/${this.symbol}/book?levels=${this.levels.value}`)
      if (depth !== undefined) this.frames.request(() => this.show(depth))
    } catch (error) {
      // What it was is not what it is: a book that nobody can ask is not shown.
      const words = error instanceof ApiError ? error.message : String(error)
      this.frames.request(() => {
        this.showState('unknown', 'Not known', words)
        if (!this.isDisposed) for (const figure of this.figures) figure.write(Nothing, null)
      })
    }
  }

  private show(depth: Depth): void {
    if (this.isDisposed) return
    if (depth.isInSync) this.showState('synced', 'In sync', null)
    else this.showState('lost', 'Not in sync', depth.reason)
    const { decimals } = this
    this.spread.write(fixed(depth.spread, decimals), depth.spread)
    this.mid.write(fixed(depth.mid, decimals + 1), depth.mid)
    this.microprice.write(fixed(depth.microprice, decimals + 1), depth.microprice)
    this.imbalance.write(signed(depth.imbalance, 3), depth.imbalance)
    this.resyncs.set(depth.counters.resyncs)
    this.checksums.set(depth.counters.checksumFailures)
    this.rate.sample(Date.parse(depth.asOf), depth.counters.messages)
    this.updates.write(fixed(this.rate.perSecond, 1), this.rate.perSecond)
    this.showAge(depth)
    if (!depth.isInSync) return
    this.ladder.show(depth, decimals)
    this.curve.show(depth, decimals)
  }

  // Both times are the server's: the clock here has no part in it.
  private showAge(depth: Depth): void {
    if (depth.receivedTime === null) {
      this.last.write(depth.time === null ? Nothing : dateTime(depth.time), depth.time)
      return
    }
    const milliseconds = Date.parse(depth.asOf) - Date.parse(depth.receivedTime)
    this.last.write(age(milliseconds), milliseconds)
  }

  private showState(state: 'synced' | 'lost' | 'unknown', word: string, reason: string | null): void {
    if (this.isDisposed) return
    setAttribute(this.badge, 'data-state', state)
    setText(this.badge, word)
    setHidden(this.reason, reason === null)
    setText(this.reason, reason === null ? '' : state === 'lost' ? `No levels are shown: ${reason}.` : `The book can’t be asked: ${reason}`)
    setHidden(this.depth, state !== 'synced')
  }
}
