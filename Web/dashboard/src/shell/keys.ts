import type { App } from '../app'
import { currentZone, useZone } from '../format/time'
import { address } from '../router'
import { openHelp } from './help'
import type { ReplayBar } from './replayBar'
import type { TopBar } from './topBar'

/** Keys that hold everywhere but in fields and dialogs. */
export function listenToKeys(app: App, replay: ReplayBar, bar: TopBar): void {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(event.target)) return
    if (handle(event, app, replay, bar)) event.preventDefault()
  })
}

function isBusy(target: EventTarget | null): boolean {
  return document.querySelector('dialog[open]') !== null || (target instanceof Element && target.closest('input, select, textarea') !== null)
}

function handle(event: KeyboardEvent, app: App, replay: ReplayBar, bar: TopBar): boolean {
  const view = app.views[Number(event.key) - 1]
  if (view !== undefined) {
    location.hash = address(view)
    return true
  }
  switch (event.key) {
    case '?':
      void openHelp()
      return true
    case ' ':
      // On a button, space is the button's.
      if (event.target instanceof Element && event.target.closest('button, summary') !== null) return false
      void replay.togglePause()
      return true
    case '.':
      void replay.step(1)
      return true
    case 'z':
      useZone(currentZone() === 'utc' ? 'local' : 'utc')
      return true
    case 't':
      bar.nextTheme()
      return true
    case '/': {
      const filter = document.querySelector<HTMLInputElement>('main [data-filter]')
      filter?.focus()
      return filter !== null
    }
    case '[':
    case ']':
      return app.stepSymbol(event.key === '[' ? -1 : 1)
    default:
      return false
  }
}
