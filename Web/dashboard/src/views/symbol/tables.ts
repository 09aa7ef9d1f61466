import type { Position, WorkingOrder } from '../../api/types'
import { direction, exact, fixed, Nothing } from '../../format/number'
import { roleText, spaced } from '../../format/words'
import { setAttribute } from '../../ui/dom'
import { showFigure, toneOf } from '../../ui/figure'
import { DataTable } from '../../ui/table'
import { drawSide } from '../overview/tables'

/** Orders that wait at the venue, as they stand. */
export function ordersTable(decimals: () => number): DataTable<WorkingOrder> {
  const price = (value: number): string => (value === 0 ? Nothing : fixed(value, decimals()))
  return new DataTable<WorkingOrder>({
    name: 'Working orders',
    testId: 'working-orders',
    key: row => row.id,
    sort: { column: 'role', isDescending: false },
    empty: 'No order is working: stops and targets show here, and as lines in the chart, while there is a position.',
    columns: [
      { id: 'role', label: 'For', isHeader: true, value: row => row.role, text: row => roleText(row.role) },
      { id: 'strategy', label: 'Strategy', value: row => row.strategy },
      { id: 'side', label: 'Side', value: row => row.side, draw: (cell, row) => drawSide(cell, row.side) },
      { id: 'type', label: 'Type', value: row => row.type, text: row => spaced(row.type) },
      { id: 'quantity', label: 'Quantity', value: row => row.quantity || null, figure: 'quantity' },
      { id: 'stop', label: 'Stop', isNumeric: true, value: row => row.stopPrice, text: row => price(row.stopPrice), title: row => exact(row.stopPrice) },
      { id: 'limit', label: 'Limit', isNumeric: true, value: row => row.limitPrice, text: row => price(row.limitPrice), title: row => exact(row.limitPrice) },
    ],
  })
}

/** What each strategy holds of the symbol and has made with it. */
export function symbolPositions(decimals: () => number): DataTable<Position> {
  const price = (value: number): string => (value === 0 ? Nothing : fixed(value, decimals()))
  return new DataTable<Position>({
    name: 'Positions of the symbol',
    testId: 'symbol-positions',
    key: row => row.strategy,
    sort: { column: 'strategy', isDescending: false },
    empty: 'The symbol was not traded yet.',
    columns: [
      { id: 'strategy', label: 'Strategy', isHeader: true, value: row => row.strategy },
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
      { id: 'average', label: 'Average', isNumeric: true, value: row => row.averagePrice, text: row => price(row.averagePrice), title: row => exact(row.averagePrice) },
      { id: 'unrealized', label: 'Unrealized', value: row => row.unrealizedPnl, figure: 'profit' },
      { id: 'realized', label: 'Realized', value: row => row.realizedPnl, figure: 'profit' },
      { id: 'fees', label: 'Fees', value: row => row.fees, figure: 'money' },
    ],
  })
}
