import type { App, View } from '../app'
import type { Route } from '../router'
import { Overview } from './overview/overview'

/** The view of an address. */
export function makeView(app: App, _route: Route): View {
  return new Overview(app)
}
