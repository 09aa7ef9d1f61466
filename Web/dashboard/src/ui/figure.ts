import { count, direction, exact, fixed, money, Nothing, percent, profit, quantity } from '../format/number'
import { h, setAttribute, setText } from './dom'

/** How a figure is written. */
export type FigureKind = 'money' | 'profit' | 'count' | 'percent' | 'loss' | 'quantity' | 'ratio'

const write: Record<FigureKind, (value: number | null | undefined) => string> = {
  money,
  profit,
  count,
  percent,
  loss: value => percent(value === null || value === undefined ? value : -value),
  quantity,
  ratio: value => fixed(value, 2),
}

/** Writes a figure into an element: its text, its exact value for whoever asks, and its sign as tone and arrow. */
export function showFigure(element: HTMLElement, value: number | null | undefined, kind: FigureKind): void {
  setText(element, write[kind](value))
  setAttribute(element, 'data-value', value === null || value === undefined ? null : String(value))
  const digits = kind === 'percent' || kind === 'loss' || kind === 'count' ? '' : exact(value)
  setAttribute(element, 'title', digits === '' || digits === element.textContent ? null : digits)
  if (kind === 'profit') setAttribute(element, 'data-tone', toneOf(direction(value)))
}

export function toneOf(sign: -1 | 0 | 1): string | null {
  return sign === 0 ? null : sign > 0 ? 'up' : 'down'
}

/** A label with its figure. */
export class Figure {
  readonly element: HTMLElement
  private readonly value: HTMLElement

  constructor(
    id: string,
    label: string,
    private readonly kind: FigureKind,
    hint?: string,
  ) {
    this.value = h('dd', { 'data-testid': id }, Nothing)
    this.element = h('div', { class: 'figure' }, h('dt', { title: hint }, label), this.value)
  }

  /** Shows a figure in words of its own. */
  write(text: string, value: number | string | null): void {
    setText(this.value, text)
    setAttribute(this.value, 'data-value', value === null ? null : String(value))
  }

  set(value: number | null | undefined): void {
    showFigure(this.value, value, this.kind)
  }
}
