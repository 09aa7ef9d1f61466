import { h, setAttribute, setChildren, setHidden, setText } from './dom'
import type { FigureKind } from './figure'
import { showFigure } from './figure'

/** What a column sorts by. */
export type SortValue = number | string | null

export interface Column<T> {
  id: string
  label: string
  /** What is sorted by; for a figure, what is shown. */
  value: (row: T) => SortValue
  /** Writes the value as a figure. */
  figure?: FigureKind
  /** Writes the text of the cell; default: the value as it is. */
  text?: (row: T) => string
  /** All digits of what the text rounds. */
  title?: (row: T) => string
  /** Draws what is more than text. */
  draw?: (cell: HTMLElement, row: T) => void
  /** The row's own name, for who listens. */
  isHeader?: boolean
  isNumeric?: boolean
}

export interface Sort {
  column: string
  isDescending: boolean
}

/** Rows in the order of a column; equal ones stay as they were. What has no value comes last. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort): T[] {
  const column = columns.find(one => one.id === sort.column)
  if (column === undefined) return [...rows]
  const sign = sort.isDescending ? -1 : 1
  return rows.map(row => ({ row, value: column.value(row) })).sort((a, b) => compare(a.value, b.value, sign)).map(pair => pair.row)
}

function compare(a: SortValue, b: SortValue, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  const [x, y] = [String(a), String(b)]
  return x < y ? -sign : x > y ? sign : 0
}

/** A table whose rows keep their elements for as long as they are shown. */
export class DataTable<T> {
  readonly element: HTMLElement
  private readonly body: HTMLTableSectionElement
  private readonly heads = new Map<string, HTMLTableCellElement>()
  private readonly rows = new Map<string, HTMLTableRowElement>()
  private readonly nothing: HTMLElement
  private sort: Sort
  private shown: readonly T[] = []

  /**
   * @param onSort Sorts by itself, where the table has only a part of the rows.
   */
  constructor(
    private readonly options: {
      name: string
      testId: string
      columns: readonly Column<T>[]
      key: (row: T) => string
      sort: Sort
      empty: string
      onSort?: (sort: Sort) => void
    },
  ) {
    this.sort = options.sort
    this.body = h('tbody')
    this.nothing = h('p', { class: 'empty' }, options.empty)
    const heads = options.columns.map(column => this.head(column))
    const table = h('table', { 'data-testid': options.testId }, h('caption', { class: 'hidden' }, options.name), h('thead', {}, h('tr', {}, ...heads)), this.body)
    this.element = h('div', { class: 'table', tabindex: 0, role: 'group', 'aria-label': options.name }, table, this.nothing)
    this.showSort()
  }

  set(rows: readonly T[]): void {
    this.shown = rows
    const ordered = this.options.onSort === undefined ? sorted(rows, this.options.columns, this.sort) : rows
    const elements: HTMLTableRowElement[] = []
    const keys = new Set<string>()
    for (const row of ordered) {
      const key = this.options.key(row)
      keys.add(key)
      elements.push(this.draw(key, row))
    }
    for (const key of this.rows.keys()) if (!keys.has(key)) this.rows.delete(key)
    setChildren(this.body, elements)
    setHidden(this.nothing, rows.length > 0)
  }

  setEmpty(text: string): void {
    setText(this.nothing, text)
  }

  /** Draws anew what is shown: after a change of the time zone. */
  redraw(): void {
    this.set(this.shown)
  }

  private head(column: Column<T>): HTMLTableCellElement {
    const button = h('button', { type: 'button', class: 'sort', onclick: () => this.sortBy(column) }, column.label)
    const cell = h('th', { scope: 'col', class: isNumeric(column) ? 'numeric' : null, 'data-column': column.id }, button)
    this.heads.set(column.id, cell)
    return cell
  }

  private sortBy(column: Column<T>): void {
    this.sort = { column: column.id, isDescending: this.sort.column === column.id ? !this.sort.isDescending : isNumeric(column) }
    this.showSort()
    if (this.options.onSort === undefined) this.set(this.shown)
    else this.options.onSort(this.sort)
  }

  private showSort(): void {
    for (const [id, cell] of this.heads)
      setAttribute(cell, 'aria-sort', id !== this.sort.column ? null : this.sort.isDescending ? 'descending' : 'ascending')
  }

  private draw(key: string, row: T): HTMLTableRowElement {
    let element = this.rows.get(key)
    if (element === undefined) {
      element = h('tr', { 'data-key': key }, ...this.options.columns.map(column => cellOf(column)))
      this.rows.set(key, element)
    }
    this.options.columns.forEach((column, i) => fill(element.cells[i]!, column, row))
    return element
  }
}

function isNumeric<T>(column: Column<T>): boolean {
  return column.isNumeric ?? column.figure !== undefined
}

function cellOf<T>(column: Column<T>): HTMLElement {
  const attributes = { class: isNumeric(column) ? 'numeric' : null, 'data-column': column.id }
  return column.isHeader === true ? h('th', { ...attributes, scope: 'row' }) : h('td', attributes)
}

function fill<T>(cell: HTMLElement, column: Column<T>, row: T): void {
  const value = column.value(row)
  if (column.figure !== undefined) {
    showFigure(cell, value as number | null, column.figure)
    return
  }
  setAttribute(cell, 'data-value', value === null ? null : String(value))
  if (column.draw !== undefined) column.draw(cell, row)
  else setText(cell, column.text?.(row) ?? String(value ?? ''))
  if (column.title !== undefined) setAttribute(cell, 'title', column.title(row))
}
