import type { App } from '../app'
import type { ConnectionState } from '../live/reconnect'
import { h, setAttribute, setHidden, setText } from '../ui/dom'

const words: Record<ConnectionState['kind'], string> = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Stale',
  waiting: 'Reconnecting',
  denied: 'Key needed',
}

/** How the connection is, as one word with a mark whose shape tells it, too. */
export function connectionPill(app: App): HTMLElement {
  const word = h('span', {}, words.connecting)
  const pill = h('div', { class: 'pill', 'data-testid': 'connection', 'data-state': 'connecting', role: 'status' }, h('span', { class: 'dot', 'aria-hidden': 'true' }), word)
  app.onConnection(state => {
    const kind = state.kind === 'waiting' && state.why !== 'lost' ? state.why : state.kind
    setAttribute(pill, 'data-state', kind)
    setText(word, kind === 'away' ? 'Host away' : kind === 'gone' ? 'Server gone' : words[state.kind])
  })
  return pill
}

/** What to know and do while there is no connection, below the top bar. */
export function connectionBanner(app: App, onKey: () => void): HTMLElement {
  const text = h('span', { 'data-testid': 'connection-text' })
  const countdown = h('span', { class: 'countdown', 'aria-hidden': 'true', 'data-testid': 'connection-countdown' })
  const retry = h('button', { type: 'button', class: 'button small', 'data-testid': 'retry', onclick: () => app.retry() }, 'Try now')
  const key = h('button', { type: 'button', class: 'button small', 'data-testid': 'enter-key', onclick: () => onKey() }, 'Enter key')
  const banner = h('div', { class: 'banner', 'data-testid': 'connection-banner', hidden: true }, text, countdown, retry, key)
  let timer: number | undefined
  app.onConnection(state => {
    window.clearInterval(timer)
    const said = explain(state, app.isStarted ? ' What is shown is from before.' : '')
    setHidden(banner, said === null)
    setText(text, said ?? '')
    setHidden(retry, state.kind !== 'waiting' || !app.isStarted)
    setHidden(key, state.kind !== 'denied')
    setText(countdown, '')
    if (state.kind !== 'waiting') return
    const tick = (): void => setText(countdown, `Next try in ${Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000))} s`)
    tick()
    timer = window.setInterval(tick, 500)
  })
  return banner
}

function explain(state: ConnectionState, shown: string): string | null {
  switch (state.kind) {
    case 'connecting':
    case 'live':
      return null
    case 'stale':
      return 'Nothing has come from the server for 20 seconds, not even a heartbeat. Figures may be old.'
    case 'denied':
      return 'This server shows nothing without its API key.'
    case 'waiting':
      return state.why === 'away'
        ? `The host of the portfolios is away: ${state.message}.${shown}`
        : state.why === 'gone'
          ? `The server does not answer. Start it again; this page goes on by itself.${shown}`
          : `The connection was lost; nothing is missed once it is back.${shown}`
  }
}
