/** A view by its address: `#/symbol/AAPL` is `symbol` of `AAPL`. */
export interface Route {
  name: 'overview' | 'symbol' | 'trades' | 'orders' | 'strategies' | 'connections'
  argument: string | null
}

const names = ['overview', 'symbol', 'trades', 'orders', 'strategies', 'connections'] as const

/** Reads an address; what is no view of the page is the overview. */
export function parseRoute(hash: string): Route {
  const [, name, argument] = /^#\/([a-z]+)(?:\/(.+))?$/.exec(hash) ?? []
  const known = names.find(one => one === name)
  let decoded: string | null = null
  try {
    decoded = argument === undefined ? null : decodeURIComponent(argument)
  } catch {
    // Not an address that this page has made.
  }
  return { name: known ?? 'overview', argument: known === undefined ? null : decoded }
}

export function address(name: Route['name'], argument?: string): string {
  return argument === undefined ? `#/${name}` : `#/${name}/${encodeURIComponent(argument)}`
}
