import type { SeriesMarker, UTCTimestamp } from 'lightweight-charts'
import type { Trade, WorkingOrder } from '../api/types'
import { quantity } from '../format/number'
import { roleText } from '../format/words'
import { chartTime } from './base'
import type { Palette } from './palette'

/** A fill as a mark: arrows open, circles close at the target or by the strategy, squares at the stop. */
export function markerOf(trade: Trade, colours: Palette): SeriesMarker<UTCTimestamp> {
  const isBuy = trade.side === 'buy'
  return {
    id: String(trade.number),
    time: chartTime(trade.time),
    position: isBuy ? 'belowBar' : 'aboveBar',
    shape: trade.role === 'entry' ? (isBuy ? 'arrowUp' : 'arrowDown') : trade.role === 'stopLoss' ? 'square' : 'circle',
    color: isBuy ? colours.up : colours.down,
    size: trade.role === 'entry' ? 1.4 : 0.7,
  }
}

/** A working order as a line at its price. */
export interface OrderLine {
  key: string
  price: number
  title: string
  colour: string
}

export function orderLines(orders: readonly WorkingOrder[], colours: Palette): OrderLine[] {
  const lines: OrderLine[] = []
  for (const order of orders) {
    const colour = order.role === 'takeProfit' ? colours.up : order.role === 'stopLoss' ? colours.down : colours.warn
    const size = order.quantity > 0 ? ` ${quantity(order.quantity)}` : ''
    const title = `${roleText(order.role)} ${order.side}${size}`
    if (order.stopPrice > 0) lines.push({ key: `${order.id} stop`, price: order.stopPrice, title, colour })
    if (order.limitPrice > 0) lines.push({ key: `${order.id} limit`, price: order.limitPrice, title: order.stopPrice > 0 ? `${title} limit` : title, colour })
  }
  return lines
}
