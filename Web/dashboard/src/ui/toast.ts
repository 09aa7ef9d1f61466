import { h } from './dom'

const Shown = 6000
const box = h('div', { class: 'toasts', role: 'status', 'data-testid': 'toasts' })

export function toastBox(): HTMLElement {
  return box
}

/** Says in a corner what came of something, for a while. */
export function toast(text: string, isError = false): void {
  const one = h('p', { class: isError ? 'toast error' : 'toast' }, text)
  box.append(one)
  while (box.childElementCount > 4) box.firstElementChild?.remove()
  setTimeout(() => one.remove(), Shown)
}
