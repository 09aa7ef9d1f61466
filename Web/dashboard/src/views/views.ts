import type { App, View } from '../app'
import type { Route } from '../router'
import { ordersView, tradesView } from './activity/activityView'
import { ConnectionsView } from './connections/connectionsView'
import { Overview } from './overview/overview'
import { StrategiesView } from './strategies/strategiesView'
import { SymbolView } from './symbol/symbolView'

/** The view of an address. */
export function makeView(app: App, route: Route): View {
  switch (route.name) {
    case 'overview':
      return new Overview(app)
    case 'symbol':
      return new SymbolView(app, route.argument)
    case 'trades':
      return tradesView(app)
    case 'orders':
      return ordersView(app)
    case 'strategies':
      return new StrategiesView(app)
    case 'connections':
      return new ConnectionsView()
  }
}
