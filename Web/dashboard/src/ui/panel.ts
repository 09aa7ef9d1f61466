import { h } from './dom'

let panels = 0

/** A part of a view with its heading; what stands beside the heading comes last. */
export function panel(title: string, testId: string, content: readonly Node[], ...beside: Node[]): HTMLElement {
  const id = `panel-${++panels}`
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': id, 'data-testid': testId },
    h('header', { class: 'panel-head' }, h('h2', { id }, title), ...beside),
    ...content,
  )
}
