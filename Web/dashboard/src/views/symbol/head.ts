import type { SymbolState } from '../../api/types'
import { count, direction, fixed } from '../../format/number'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { toneOf } from '../../ui/figure'

/** What a symbol is at, above its chart, and the switch that pauses its entries. */
export class SymbolHead {
  readonly element: HTMLElement
  private readonly mark = h('span', { class: 'mark-now', 'data-testid': 'symbol-mark' }, '–')
  private readonly note = h('span', { class: 'note', 'data-testid': 'symbol-feed' })
  private readonly paused = h('span', { class: 'tag warn', 'data-testid': 'symbol-paused', hidden: true }, 'Entries paused')
  private readonly ended = h('span', { class: 'tag', 'data-testid': 'symbol-ended', hidden: true }, 'Feed ended')
  private readonly select: HTMLSelectElement
  private readonly label = h('label', { for: 'symbol-strategy' }, 'Figures of')
  private readonly button: HTMLButtonElement
  private last: number | null = null
  private isPaused = false

  /**
   * @param hasEntries Whether there is anything to pause here.
   */
  constructor(symbol: string, hasEntries: boolean, onStrategy: (strategy: string) => void, onPause: (action: 'pause' | 'resume') => void) {
    this.select = h('select', { class: 'input', id: 'symbol-strategy', 'data-testid': 'symbol-strategy', onchange: () => onStrategy(this.select.value) })
    this.button = h('button', { type: 'button', class: 'button', 'data-testid': 'symbol-pause', onclick: () => onPause(this.isPaused ? 'resume' : 'pause') }, 'Pause entries')
    this.element = h(
      'header',
      { class: 'symbol-head' },
      h('h2', { 'data-testid': 'symbol-name' }, symbol),
      this.mark,
      this.paused,
      this.ended,
      this.note,
      h('span', { class: 'spacer' }),
      ...(hasEntries ? [this.label, this.select, this.button] : []),
    )
  }

  showMark(price: number, decimals: number): void {
    setText(this.mark, fixed(price, decimals))
    setAttribute(this.mark, 'data-value', String(price))
    if (this.last !== null && this.last !== price) setAttribute(this.mark, 'data-tone', toneOf(direction(price - this.last, 8)))
    this.last = price
  }

  setStrategies(keys: readonly string[], chosen: string): void {
    const there = [...this.select.options].map(option => option.value)
    if (there.length !== keys.length || there.some((key, i) => key !== keys[i])) this.select.replaceChildren(...keys.map(key => h('option', { value: key }, key)))
    if (this.select.value !== chosen) this.select.value = chosen
    setHidden(this.select, keys.length === 0)
    setHidden(this.label, keys.length === 0)
  }

  showPaused(isPaused: boolean): void {
    this.isPaused = isPaused
    setHidden(this.paused, !isPaused)
    setText(this.button, isPaused ? 'Resume entries' : 'Pause entries')
  }

  showState(state: SymbolState): void {
    this.showPaused(state.isPaused)
    setHidden(this.ended, !state.isEnded)
    const odd = [
      [state.duplicates, 'duplicates'],
      [state.revisions, 'revisions'],
      [state.deadLetters, 'unreadable'],
    ] as const
    const parts = [`${count(state.bars)} bars`, ...odd.filter(([number]) => number > 0).map(([number, name]) => `${count(number)} ${name}`)]
    setText(this.note, parts.join(', '))
  }
}
