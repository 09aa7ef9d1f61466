import { ApiError } from './api/client'
import { forgetKey, currentKey, keepKey, takeKeyFromAddress } from './api/key'
import { App, type View } from './app'
import { onPrecision } from './format/precision'
import { onZone } from './format/time'
import { next } from './live/reconnect'
import { address, parseRoute, type Route } from './router'
import { connectionBanner } from './shell/connectionPill'
import { openHelp } from './shell/help'
import { listenToKeys } from './shell/keys'
import { Navigation } from './shell/navigation'
import { ReplayBar } from './shell/replayBar'
import { TopBar } from './shell/topBar'
import { askKey } from './ui/dialog'
import { h } from './ui/dom'
import { onTheme, startTheme } from './ui/theme'
import { toastBox } from './ui/toast'
import { makeView } from './views/views'

takeKeyFromAddress()
startTheme()

const app = new App()
const bar = new TopBar(app, openPortfolio, () => void openHelp())
const navigation = new Navigation()
const replay = new ReplayBar(app)
const content = h('main', { id: 'content', tabindex: -1 }, h('p', { class: 'empty', 'data-testid': 'loading' }, 'Connecting …'))
let view: View | null = null
let shown = ''

document.body.append(
  h('a', { class: 'skip', href: '#content', onclick: event => (event.preventDefault(), content.focus()) }, 'Skip to content'),
  bar.element,
  connectionBanner(app, () => void enterKey()),
  replay.element,
  h('div', { class: 'body' }, navigation.element, content),
  toastBox(),
)

function show(route: Route): void {
  navigation.show(route)
  if (!app.isStarted) return
  const { views } = app
  if (!views.includes(route.name)) {
    // The host has nothing for it: an address from elsewhere.
    location.replace(address(views[0]!))
    return
  }
  const key = `${app.portfolio} ${route.name} ${route.argument ?? ''}`
  if (key === shown) return
  const isSameView = shown.split(' ')[1] === route.name
  shown = key
  view?.dispose()
  view = makeView(app, route)
  content.replaceChildren(view.element)
  document.title = `${view.title} · TradeBooks`
  if (!isSameView) window.scrollTo(0, 0)
}

function openPortfolio(portfolio: string): void {
  app.open(portfolio)
  navigation.offer(app.views)
  bar.showPortfolios()
  bar.setTime(null)
  show(parseRoute(location.hash))
  showTime()
}

// What no event has told yet; where it can't be had, the connection's own state says why.
function showTime(): void {
  if (app.hasPortfolio) app.portfolioView().catch(() => undefined)
}

async function enterKey(): Promise<void> {
  const key = await askKey(app.connection.kind === 'denied' ? app.connection.message : 'An API key is needed.')
  if (key === null) return
  keepKey(key)
  if (app.isStarted) {
    app.retry()
    view?.refresh()
    replay.refresh()
  } else {
    void start()
  }
}

// Until the first answer there is no portfolio to open a stream of: the same states and waits hold for it.
async function start(attempts = 0): Promise<void> {
  try {
    await app.load()
    if (!app.hasPortfolio && !app.hasConnections) throw new ApiError(503, 'it has no portfolio yet')
    openPortfolio(app.portfolio)
    replay.refresh()
  } catch (error) {
    const failed = error instanceof ApiError ? error : new ApiError(0, String(error))
    if (failed.status === 401 && currentKey() !== null) forgetKey()
    const moved = next(app.connection, attempts, {
      kind: 'failed',
      status: failed.status,
      message: failed.message,
      retryAfter: failed.retryAfter,
      now: Date.now(),
      chance: Math.random(),
    })
    app.setConnection(moved.state)
    if (moved.state.kind === 'waiting') setTimeout(() => void start(moved.attempts), moved.state.retryAt - Date.now())
    else await enterKey()
  }
}

app.onChanges(changes => {
  view?.changed(changes)
  replay.changed(changes)
})

// What comes back after a wait may have been another server, or the same with more to tell.
let wasAway = false
app.onConnection(state => {
  if (state.kind === 'waiting') wasAway = true
  if (state.kind !== 'live' || !wasAway) return
  wasAway = false
  showTime()
  view?.refresh()
  app.load().then(
    () => {
      navigation.offer(app.views)
      replay.refresh()
    },
    () => undefined,
  )
})

// A browser opens few connections to a server, for all its tabs together: one that nobody looks at gives its own back.
const RestAfter = 60_000
let rest: number | undefined

document.addEventListener('visibilitychange', () => {
  window.clearTimeout(rest)
  if (document.hidden) {
    rest = window.setTimeout(() => app.rest(), RestAfter)
    return
  }
  app.wake()
  app.retry()
  view?.refresh()
  replay.refresh()
})
window.addEventListener('online', () => app.retry())
window.addEventListener('hashchange', () => {
  takeKeyFromAddress()
  show(parseRoute(location.hash))
})
onZone(() => view?.restyle())
onTheme(() => view?.restyle())
onPrecision(() => app.frames.request(() => view?.reprice()))
listenToKeys(app, replay, bar)
void start()
