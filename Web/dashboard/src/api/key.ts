// The API key, for this tab alone: it comes in the address behind `#key=`, which no server sees, or is asked for.
const Name = 'tradebooks.key'

/** Takes the key out of the address, so that it is neither shown nor kept in the history. */
export function takeKeyFromAddress(): void {
  const key = keyOf(location.hash)
  if (key === undefined) return
  if (isKey(key)) keepKey(key)
  history.replaceState(null, '', location.pathname + location.search)
}

/** The key that an address hands over; undefined where it hands over none. */
export function keyOf(hash: string): string | undefined {
  return /^#key=(.*)$/.exec(hash)?.[1]
}

/** Whether a text can be sent as a key at all: a header holds no more than this. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
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
