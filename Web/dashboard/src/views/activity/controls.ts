import { count } from '../../format/number'
import { roleText } from '../../format/words'
import { h, setHidden, setText } from '../../ui/dom'
import { All, isAll, type Filter } from './filter'

function select(id: string, label: string, onChange: () => void): HTMLSelectElement {
  return h('select', { class: 'input', 'aria-label': label, 'data-testid': `filter-${id}`, onchange: onChange })
}

function offer(element: HTMLSelectElement, all: string, options: readonly (readonly [string, string])[]): void {
  const wanted = [['', all] as const, ...options]
  if (element.options.length === wanted.length && wanted.every(([value], i) => element.options[i]?.value === value)) return
  const before = element.value
  element.replaceChildren(...wanted.map(([value, label]) => h('option', { value }, label)))
  element.value = before
  if (element.selectedIndex < 0) element.value = ''
}

/** The fields that say which rows are wanted. */
export class FilterBar {
  readonly element: HTMLElement
  private readonly symbol: HTMLSelectElement
  private readonly strategy: HTMLSelectElement
  private readonly side: HTMLSelectElement
  private readonly role: HTMLSelectElement
  private readonly text: HTMLInputElement
  private readonly refused: HTMLInputElement
  private readonly clear: HTMLButtonElement

  constructor(hasRefusals: boolean, onChange: () => void) {
    const changed = (): void => {
      setHidden(this.clear, isAll(this.value))
      onChange()
    }
    this.symbol = select('symbol', 'Symbol', changed)
    this.strategy = select('strategy', 'Strategy', changed)
    this.side = select('side', 'Side', changed)
    this.role = select('role', 'Purpose', changed)
    offer(this.side, 'Both sides', [['buy', 'Buy'], ['sell', 'Sell']])
    offer(this.role, 'All purposes', ['entry', 'close', 'takeProfit', 'stopLoss'].map(role => [role, roleText(role)] as const))
    this.text = h('input', { type: 'search', class: 'input', placeholder: 'Find', 'aria-label': 'Find in all columns', 'data-filter': true, 'data-testid': 'filter-text', oninput: changed })
    this.refused = h('input', { type: 'checkbox', id: 'refused-only', 'data-testid': 'filter-refused', onchange: changed })
    this.clear = h('button', { type: 'button', class: 'button flat', 'data-testid': 'filter-clear', hidden: true, onclick: () => (this.reset(), changed()) }, 'Clear filter')
    this.element = h(
      'div',
      { class: 'filters', role: 'search', 'aria-label': 'Filter' },
      this.text,
      this.symbol,
      this.strategy,
      this.side,
      this.role,
      hasRefusals ? h('label', { class: 'check', for: 'refused-only' }, this.refused, 'Refused only') : null,
      this.clear,
    )
  }

  get value(): Filter {
    return {
      symbol: this.symbol.value,
      strategy: this.strategy.value,
      side: this.side.value,
      role: this.role.value,
      text: this.text.value,
      refusedOnly: this.refused.checked,
    }
  }

  /** Offers the symbols and strategies that there are. */
  offer(symbols: Iterable<string>, strategies: Iterable<string>): void {
    const options = (names: Iterable<string>): (readonly [string, string])[] => [...names].sort().map(name => [name, name] as const)
    offer(this.symbol, 'All symbols', options(symbols))
    offer(this.strategy, 'All strategies', options(strategies))
  }

  private reset(): void {
    for (const field of [this.symbol, this.strategy, this.side, this.role, this.text]) field.value = ''
    this.refused.checked = All.refusedOnly
  }
}

/** Which of the pages is shown. */
export class Pager {
  readonly element: HTMLElement
  page = 0
  private readonly text = h('span', { class: 'note', 'data-testid': 'page-range', role: 'status' })
  private readonly size: HTMLSelectElement
  private readonly buttons: HTMLButtonElement[]
  private rows = 0

  constructor(onChange: () => void) {
    const go = (to: () => number) => () => {
      this.page = to()
      onChange()
    }
    const button = (id: string, label: string, sign: string, to: () => number): HTMLButtonElement =>
      h('button', { type: 'button', class: 'button', 'aria-label': label, title: label, 'data-testid': `page-${id}`, onclick: go(to) }, sign)
    this.buttons = [
      button('first', 'First page', '«', () => 0),
      button('previous', 'Page before', '‹', () => this.page - 1),
      button('next', 'Next page', '›', () => this.page + 1),
      button('last', 'Last page', '»', () => this.pages - 1),
    ]
    this.size = h('select', { class: 'input', 'aria-label': 'Rows of a page', 'data-testid': 'page-size', onchange: go(() => 0) }, ...[50, 100, 250].map(rows => h('option', { value: rows, selected: rows === 50 }, `${rows} rows`)))
    this.element = h('div', { class: 'pager' }, this.text, h('span', { class: 'spacer' }), this.size, ...this.buttons)
  }

  /** The part of the rows that is on the page. */
  cut<T>(rows: readonly T[]): T[] {
    this.rows = rows.length
    this.page = Math.max(0, Math.min(this.page, this.pages - 1))
    const from = this.page * this.pageSize
    const part = rows.slice(from, from + this.pageSize)
    setText(this.text, rows.length === 0 ? 'No rows' : `${count(from + 1)}–${count(from + part.length)} of ${count(rows.length)}`)
    const isFirst = this.page === 0
    const isLast = this.page >= this.pages - 1
    this.buttons.forEach((button, i) => (button.disabled = i < 2 ? isFirst : isLast))
    return part
  }

  private get pageSize(): number {
    return Number(this.size.value)
  }

  private get pages(): number {
    return Math.max(1, Math.ceil(this.rows / this.pageSize))
  }
}
