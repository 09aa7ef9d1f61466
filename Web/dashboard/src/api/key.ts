// The API key, for this tab alone: it comes in the address behind `#key=`, which no server sees, or is asked for.
const Name = 'tradebooks.key'

/** Takes the key out of the address, so that it is neither shown nor kept in the history. */
export function takeKeyFromAddress(): void {
  const match = /^#key=([^&/]+)$/.exec(location.hash)
  if (match?.[1] === undefined) return
  keepKey(decodeURIComponent(match[1]))
  history.replaceState(null, '', location.pathname + location.search)
}

export function keepKey(key: string): void {
  sessionStorage.setItem(Name, key)
}

export function forgetKey(): void {
  sessionStorage.removeItem(Name)
}

export function currentKey(): string | null {
  return sessionStorage.getItem(Name)
}
