import type { Order, Trade } from '../../api/types'
import { exact } from '../../format/number'
import { dateTime } from '../../format/time'
import { refusalText, roleText, spaced } from '../../format/words'
import { setAttribute, setText } from '../../ui/dom'
import type { Column } from '../../ui/table'
import { drawSide, drawSymbol, price } from '../overview/tables'

export const tradeColumns: readonly Column<Trade>[] = [
  { id: 'number', label: '#', value: row => row.number, figure: 'count' },
  { id: 'time', label: 'Time', value: row => row.time, text: row => dateTime(row.time) },
  { id: 'symbol', label: 'Symbol', isHeader: true, value: row => row.symbol, draw: (cell, row) => drawSymbol(cell, row.symbol) },
  { id: 'strategy', label: 'Strategy', value: row => row.strategy },
  { id: 'side', label: 'Side', value: row => row.side, draw: (cell, row) => drawSide(cell, row.side) },
  { id: 'role', label: 'For', value: row => row.role, text: row => roleText(row.role) },
  { id: 'quantity', label: 'Quantity', value: row => row.quantity, figure: 'quantity' },
  { id: 'price', label: 'Price', isNumeric: true, value: row => row.price, text: row => price(row.price, row.symbol), title: row => exact(row.price) },
  { id: 'notional', label: 'Notional', value: row => row.notional, figure: 'money' },
  { id: 'fee', label: 'Fee', value: row => row.fee, figure: 'money' },
  { id: 'cash', label: 'Cash', value: row => row.cash, figure: 'money' },
  { id: 'equity', label: 'Equity', value: row => row.equity, figure: 'money' },
]

export const orderColumns: readonly Column<Order>[] = [
  { id: 'number', label: '#', value: row => row.number, figure: 'count' },
  { id: 'time', label: 'Time', value: row => row.time, text: row => dateTime(row.time) },
  { id: 'symbol', label: 'Symbol', isHeader: true, value: row => row.symbol, draw: (cell, row) => drawSymbol(cell, row.symbol) },
  { id: 'strategy', label: 'Strategy', value: row => row.strategy },
  { id: 'side', label: 'Side', value: row => row.side, draw: (cell, row) => drawSide(cell, row.side) },
  { id: 'role', label: 'For', value: row => row.role, text: row => roleText(row.role) },
  { id: 'type', label: 'Type', value: row => row.type, text: row => spaced(row.type) },
  { id: 'timeInForce', label: 'In force', value: row => row.timeInForce, text: row => spaced(row.timeInForce) },
  // What is sized when it fills has no quantity yet.
  { id: 'quantity', label: 'Quantity', value: row => row.quantity || null, figure: 'quantity' },
  { id: 'limit', label: 'Limit', isNumeric: true, value: row => row.limitPrice, text: row => price(row.limitPrice, row.symbol), title: row => exact(row.limitPrice) },
  { id: 'stop', label: 'Stop', isNumeric: true, value: row => row.stopPrice, text: row => price(row.stopPrice, row.symbol), title: row => exact(row.stopPrice) },
  {
    id: 'decision',
    label: 'Decision',
    value: row => row.refusal,
    draw: (cell, row) => {
      const isRefused = row.refusal !== 'none'
      setText(cell, isRefused ? `Refused. ${refusalText(row.refusal)}` : 'Accepted')
      setAttribute(cell, 'data-refused', isRefused ? 'true' : null)
    },
  },
]
