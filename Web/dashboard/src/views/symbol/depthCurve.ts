import type { Depth, Level } from '../../api/types'
import { fixed, quantity } from '../../format/number'
import { h, setAttribute, setText } from '../../ui/dom'

const Space = 'http://www.w3.org/2000/svg'
const Width = 1000
const Height = 300
// Of the height, so that the line of the longer side is not cut off.
const Top = 8

/** Price against the quantity from the best price to it, bids at the left, asks at the right. */
export class DepthCurve {
  readonly element: HTMLElement
  private readonly picture = document.createElementNS(Space, 'svg')
  private readonly bids = document.createElementNS(Space, 'path')
  private readonly asks = document.createElementNS(Space, 'path')
  private readonly most = h('span', { class: 'curve-most' })
  private readonly low = h('span')
  private readonly mid = h('span')
  private readonly high = h('span')

  constructor() {
    setAttribute(this.picture, 'viewBox', `0 0 ${Width} ${Height}`)
    setAttribute(this.picture, 'preserveAspectRatio', 'none')
    setAttribute(this.picture, 'role', 'img')
    setAttribute(this.picture, 'data-testid', 'depth-curve')
    setAttribute(this.bids, 'class', 'curve-bids')
    setAttribute(this.asks, 'class', 'curve-asks')
    this.picture.append(this.bids, this.asks)
    this.element = h('div', { class: 'curve' }, this.most, h('div', { class: 'curve-box' }, this.picture), h('div', { class: 'curve-axis', 'aria-hidden': 'true' }, this.low, this.mid, this.high))
    setAttribute(this.most, 'aria-hidden', 'true')
  }

  show(depth: Depth, decimals: number): void {
    const { bids, asks } = depth
    const [low, high] = range(bids, asks)
    const most = Math.max(bids.at(-1)?.sum ?? 0, asks.at(-1)?.sum ?? 0)
    setAttribute(this.bids, 'd', steps(bids, low, high, most))
    setAttribute(this.asks, 'd', steps(asks, low, high, most))
    setText(this.most, `Cumulated, to ${quantity(most)}`)
    setText(this.low, fixed(low, decimals))
    setText(this.mid, depth.mid === null ? '' : fixed(depth.mid, decimals + 1))
    setText(this.high, fixed(high, decimals))
    setAttribute(this.picture, 'aria-label', described(bids, asks, decimals))
    setAttribute(this.picture, 'data-value', String(most))
  }
}

/** The prices that the curve goes from and to: as far to either side of the best ones. */
export function range(bids: readonly Level[], asks: readonly Level[]): [number, number] {
  const prices = [...bids.slice(0, 1), ...asks.slice(0, 1)].map(level => level.price)
  if (prices.length === 0) return [0, 0]
  const ends = [...prices, ...[bids, asks].filter(levels => levels.length > 0).map(end)]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const [bid, ask] = [bids[0]?.price, asks[0]?.price]
  if (bid === undefined || ask === undefined) return [low, high]
  const mid = (bid + ask) / 2
  const reach = Math.max(mid - low, high - mid)
  return [mid - reach, mid + reach]
}

/** Where a side is drawn to: the last step is as wide as those before it on average. */
function end(levels: readonly Level[]): number {
  const [first, last] = [levels[0]!.price, levels.at(-1)!.price]
  return levels.length < 2 ? last : last + (last - first) / (levels.length - 1)
}

/** The path of one side: up at each price by its quantity, level between them, down to the ground at the end. */
export function steps(levels: readonly Level[], low: number, high: number, most: number): string {
  const first = levels[0]
  if (first === undefined || most <= 0) return ''
  const x = (price: number): number => round(high > low ? ((price - low) / (high - low)) * Width : Width / 2)
  const y = (sum: number): number => round(Height - (sum / most) * (Height - Top))
  const parts = levels.map(level => `H${x(level.price)}V${y(level.sum)}`)
  return `M${x(first.price)} ${Height}${parts.join('')}H${x(end(levels))}V${Height}Z`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function described(bids: readonly Level[], asks: readonly Level[], decimals: number): string {
  const side = (name: string, levels: readonly Level[]): string => {
    const last = levels.at(-1)
    return last === undefined ? `no ${name}` : `${quantity(last.sum)} ${name} to ${fixed(last.price, decimals)}`
  }
  return `Cumulated depth: ${side('bid', bids)}, ${side('asked', asks)}`
}
