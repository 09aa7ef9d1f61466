import type { App, View } from '../app'
import type { Route } from '../router'
import { Overview } from './overview/overview'
import { SymbolView } from './symbol/symbolView'

/** The view of an address. */
export function makeView(app: App, route: Route): View {
  switch (route.name) {
    case 'symbol':
      return new SymbolView(app, route.argument)
    default:
      return new Overview(app)
  }
}
