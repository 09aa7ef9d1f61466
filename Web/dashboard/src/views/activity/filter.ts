import type { OrderRole, Side } from '../../api/types'

/** What of a list is wanted; empty for all. */
export interface Filter {
  symbol: string
  strategy: string
  side: string
  role: string
  text: string
  refusedOnly: boolean
}

export const All: Filter = { symbol: '', strategy: '', side: '', role: '', text: '', refusedOnly: false }

/** What a row can be filtered by. */
export interface Filterable {
  symbol: string
  strategy: string
  side: Side
  role: OrderRole
  refusal?: string
}

export function isAll(filter: Filter): boolean {
  return !filter.refusedOnly && [filter.symbol, filter.strategy, filter.side, filter.role, filter.text].every(value => value === '')
}

/** The rows that are wanted; a text is looked for in what `words` says of a row. */
export function filtered<T extends Filterable>(rows: readonly T[], filter: Filter, words: (row: T) => string): T[] {
  if (isAll(filter)) return [...rows]
  const text = filter.text.trim().toLowerCase()
  return rows.filter(
    row =>
      (filter.symbol === '' || row.symbol === filter.symbol) &&
      (filter.strategy === '' || row.strategy === filter.strategy) &&
      (filter.side === '' || row.side === filter.side) &&
      (filter.role === '' || row.role === filter.role) &&
      (!filter.refusedOnly || (row.refusal !== undefined && row.refusal !== 'none')) &&
      (text === '' || words(row).toLowerCase().includes(text)),
  )
}
