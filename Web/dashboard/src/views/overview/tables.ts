import type { Position, SymbolProfit, Trade } from '../../api/types'
import { direction, exact, fixed, Nothing, profit } from '../../format/number'
import { precisionOf } from '../../format/precision'
import { dateTime } from '../../format/time'
import { roleText } from '../../format/words'
import { address } from '../../router'
import { h, setAttribute, setText } from '../../ui/dom'
import { showFigure, toneOf } from '../../ui/figure'
import { DataTable } from '../../ui/table'

/** A link to a symbol's own view. */
export function drawSymbol(cell: HTMLElement, symbol: string): void {
  const link = cell.firstElementChild
  if (link?.textContent === symbol) return
  cell.replaceChildren(h('a', { href: address('symbol', symbol) }, symbol))
}

/** A side with its arrow: the colour is not all that tells it. */
export function drawSide(cell: HTMLElement, side: 'buy' | 'sell'): void {
  setText(cell, side === 'buy' ? 'Buy' : 'Sell')
  setAttribute(cell, 'data-tone', side === 'buy' ? 'up' : 'down')
}

/** What each symbol has brought, with a bar to the left or right of nothing. */
export function contributionsTable(): { table: DataTable<SymbolProfit>; set(rows: readonly SymbolProfit[]): void } {
  let most = 0
  const table = new DataTable<SymbolProfit>({
    name: 'P&L by symbol',
    testId: 'contributions',
    key: row => row.symbol,
    sort: { column: 'total', isDescending: true },
    empty: 'Nothing was traded yet.',
    columns: [
      { id: 'symbol', label: 'Symbol', isHeader: true, value: row => row.symbol, draw: (cell, row) => drawSymbol(cell, row.symbol) },
      { id: 'total', label: 'Total', value: row => row.totalPnl, figure: 'profit' },
      {
        id: 'bar',
        label: 'Share',
        value: row => row.totalPnl,
        draw: (cell, row) => {
          if (cell.firstElementChild === null) cell.append(h('span', { class: 'share', 'aria-hidden': 'true' }))
          const bar = cell.firstElementChild as HTMLElement
          const sign = direction(row.totalPnl)
          setAttribute(bar, 'data-tone', toneOf(sign))
          bar.style.setProperty('--size', String(most > 0 ? Math.abs(row.totalPnl) / most : 0))
          setAttribute(cell, 'aria-label', profit(row.totalPnl))
        },
      },
      { id: 'realized', label: 'Realized', value: row => row.realizedPnl, figure: 'profit' },
      { id: 'unrealized', label: 'Unrealized', value: row => row.unrealizedPnl, figure: 'profit' },
      { id: 'fees', label: 'Fees', value: row => row.fees, figure: 'money' },
    ],
  })
  return {
    table,
    set(rows) {
      most = Math.max(0, ...rows.map(row => Math.abs(row.totalPnl)))
      table.set(rows)
    },
  }
}

/** What is held. */
export function positionsTable(): DataTable<Position> {
  return new DataTable<Position>({
    name: 'Open positions',
    testId: 'positions',
    key: row => `${row.strategy}/${row.symbol}`,
    sort: { column: 'symbol', isDescending: false },
    empty: 'No open position. One shows here as soon as an entry fills.',
    columns: [
      { id: 'symbol', label: 'Symbol', isHeader: true, value: row => row.symbol, draw: (cell, row) => drawSymbol(cell, row.symbol) },
      { id: 'strategy', label: 'Strategy', value: row => row.strategy },
      {
        id: 'quantity',
        label: 'Quantity',
        isNumeric: true,
        value: row => row.quantity,
        draw: (cell, row) => {
          showFigure(cell, row.quantity, 'quantity')
          setAttribute(cell, 'data-tone', toneOf(direction(row.quantity, 8)))
        },
      },
      { id: 'average', label: 'Average', isNumeric: true, value: row => row.averagePrice, text: row => price(row.averagePrice, row.symbol), title: row => exact(row.averagePrice) },
      { id: 'mark', label: 'Mark', isNumeric: true, value: row => row.mark, text: row => price(row.mark, row.symbol), title: row => exact(row.mark) },
      { id: 'unrealized', label: 'Unrealized', value: row => row.unrealizedPnl, figure: 'profit' },
      { id: 'realized', label: 'Realized', value: row => row.realizedPnl, figure: 'profit' },
    ],
  })
}

/** The last fills, newest first. */
export function latestFillsTable(): DataTable<Trade> {
  return new DataTable<Trade>({
    name: 'Latest fills',
    testId: 'latest-fills',
    key: row => String(row.number),
    sort: { column: 'number', isDescending: true },
    empty: 'No fill yet.',
    columns: [
      { id: 'number', label: '#', value: row => row.number, figure: 'count' },
      { id: 'time', label: 'Time', value: row => row.time, text: row => dateTime(row.time) },
      { id: 'symbol', label: 'Symbol', isHeader: true, value: row => row.symbol, draw: (cell, row) => drawSymbol(cell, row.symbol) },
      { id: 'side', label: 'Side', value: row => row.side, draw: (cell, row) => drawSide(cell, row.side) },
      { id: 'role', label: 'For', value: row => row.role, text: row => roleText(row.role) },
      { id: 'quantity', label: 'Quantity', value: row => row.quantity, figure: 'quantity' },
      { id: 'price', label: 'Price', isNumeric: true, value: row => row.price, text: row => price(row.price, row.symbol), title: row => exact(row.price) },
      { id: 'notional', label: 'Notional', value: row => row.notional, figure: 'money' },
    ],
  })
}

/** A price at its symbol's precision; 0 stands for none. */
export function price(value: number, symbol: string): string {
  return value === 0 ? Nothing : fixed(value, precisionOf(symbol))
}
