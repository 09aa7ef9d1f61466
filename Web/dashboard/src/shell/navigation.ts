import { address, type Route } from '../router'
import { h, setAttribute, setHidden } from '../ui/dom'
import { icon, type IconName } from '../ui/icons'

const entries: { name: Route['name'] & IconName; label: string }[] = [
  { name: 'overview', label: 'Overview' },
  { name: 'symbol', label: 'Symbols' },
  { name: 'trades', label: 'Trades' },
  { name: 'orders', label: 'Orders' },
  { name: 'strategies', label: 'Strategies' },
  { name: 'connections', label: 'Connections' },
]

/** Links to the views: at the left, or at the foot of a narrow page. */
export class Navigation {
  readonly element: HTMLElement
  private readonly links = new Map<string, HTMLElement>()

  constructor() {
    this.element = h('nav', { class: 'nav', 'aria-label': 'Views' })
    for (const { name, label } of entries) {
      const link = h('a', { href: address(name), title: label, 'data-testid': `nav-${name}` }, icon(name), h('span', {}, label))
      setHidden(link, name === 'connections')
      this.links.set(name, link)
      this.element.append(link)
    }
  }

  /** Leaves out the views that have nothing to show. */
  offer(views: readonly Route['name'][]): void {
    for (const [name, link] of this.links) setHidden(link, !views.some(view => view === name))
    // In their order, which is that of their keys.
    this.element.append(...views.map(view => this.links.get(view)!))
  }

  show(route: Route): void {
    for (const [name, link] of this.links) setAttribute(link, 'aria-current', name === route.name ? 'page' : null)
  }
}
