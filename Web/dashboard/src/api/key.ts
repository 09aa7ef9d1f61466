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

// A key that was typed, until the host has said whether it knows it: with a wrong one it would refuse every question.
let typed: string | null = null

/** Sends a key with what changes something, and with nothing else, until it is accepted or refused. */
export function tryKey(key: string): void {
  typed = key
}

/** The host knows the key that is tried: it is kept. */
export function acceptKey(): void {
  if (typed !== null) keepKey(typed)
  typed = null
}

/** The host does not know the key that was sent: it is sent no more. */
export function refuseKey(): void {
  typed = null
  forgetKey()
}

/** The key for what changes something. */
export function keyToAct(): string | null {
  return typed ?? currentKey()
}
