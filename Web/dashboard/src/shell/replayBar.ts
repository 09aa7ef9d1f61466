import { find, post } from '../api/client'
import type { Replay } from '../api/types'
import type { App } from '../app'
import { count, fixed } from '../format/number'
import { dateTime, onZone } from '../format/time'
import { Refresher } from '../live/refresher'
import type { Changes } from '../live/store'
import { act } from '../ui/act'
import { h, setAttribute, setHidden, setText } from '../ui/dom'
import { icon } from '../ui/icons'

const presets: [string, string][] = [
  ['0.5', '0.5×'],
  ['1', '1× (real time)'],
  ['10', '10×'],
  ['60', '60×'],
  ['600', '600×'],
  ['6000', '6,000×'],
  ['60000', '60,000×'],
  ['max', 'As fast as possible'],
]
const Own = 'own'
const words = { running: 'Running', paused: 'Paused', ended: 'Replay ended' }

/** Speed, pause and step of a replay; not there where the host replays nothing. */
export class ReplayBar {
  readonly element: HTMLElement
  private readonly state = h('span', { class: 'replay-state', 'data-testid': 'replay-state' }, '–')
  private readonly toggle: HTMLButtonElement
  private readonly steps: HTMLButtonElement[]
  private readonly speed: HTMLSelectElement
  private readonly own: HTMLInputElement
  private readonly progress = h('span', { class: 'replay-progress', 'data-testid': 'replay-progress' })
  private readonly refresher = new Refresher(() => this.load(), 1_000)
  private view: Replay | null = null

  /** False where the host has said that it replays nothing. */
  private isHere = true

  constructor(private readonly app: App) {
    this.toggle = h('button', { type: 'button', class: 'button icon-button', 'data-testid': 'replay-toggle', onclick: () => void this.togglePause() })
    this.steps = [1, 10, 100].map(slots =>
      h('button', { type: 'button', class: 'button', 'data-testid': `replay-step-${slots}`, title: `${slots} time slot${slots === 1 ? '' : 's'} on, while paused`, onclick: () => void this.step(slots) }, `+${slots}`),
    )
    this.speed = h('select', { class: 'input', id: 'replay-speed', 'data-testid': 'replay-speed', onchange: () => this.choose() })
    for (const [value, label] of presets) this.speed.append(h('option', { value }, label))
    this.speed.append(h('option', { value: Own }, 'Own speed …'))
    this.own = h('input', { class: 'input own-speed', type: 'number', min: '0.1', step: 'any', 'aria-label': 'Own speed, event time per wall time', 'data-testid': 'replay-own-speed', hidden: true, onchange: () => void this.setSpeed(this.own.value) })
    this.element = h(
      'section',
      { class: 'replay', 'aria-label': 'Replay', 'data-testid': 'replay', hidden: true },
      h('span', { class: 'replay-title' }, 'Replay'),
      this.state,
      this.toggle,
      h('span', { class: 'replay-steps', role: 'group', 'aria-label': 'Step' }, icon('step'), ...this.steps),
      h('label', { for: 'replay-speed' }, 'Speed'),
      this.speed,
      this.own,
      this.progress,
    )
    onZone(() => this.show())
  }

  changed(changes: Changes): void {
    if (this.isHere && (changes.reset || changes.equity.length > 0 || changes.lag)) this.refresher.want()
  }

  refresh(): void {
    this.isHere = true
    this.refresher.wantNow()
  }

  async togglePause(): Promise<void> {
    if (this.view === null || this.view.state === 'ended') return
    const action = this.view.state === 'paused' ? 'resume' : 'pause'
    await this.run(`/api/replay/${action}`)
  }

  async step(slots: number): Promise<void> {
    if (this.view?.state === 'paused') await this.run(`/api/replay/step?slots=${slots}`)
  }

  private choose(): void {
    const isOwn = this.speed.value === Own
    setHidden(this.own, !isOwn)
    if (isOwn) this.own.focus()
    else void this.setSpeed(this.speed.value)
  }

  private async setSpeed(value: string): Promise<void> {
    if (value !== 'max' && !(Number(value) > 0)) return
    await this.run(`/api/replay/speed?value=${encodeURIComponent(value)}`)
  }

  private async run(path: string): Promise<void> {
    const view = await act(() => post<Replay>(path))
    if (view !== undefined) this.view = view
    this.show()
  }

  private async load(): Promise<void> {
    if (document.hidden) return
    try {
      const view = await find<Replay>('/api/replay')
      this.isHere = view !== undefined
      this.view = view ?? null
      this.app.frames.request(() => this.show())
    } catch {
      // The connection's own state says what is wrong.
    }
  }

  private show(): void {
    setHidden(this.element, this.view === null)
    const view = this.view
    if (view === null) return
    const isPaused = view.state === 'paused'
    const isEnded = view.state === 'ended'
    setText(this.state, words[view.state])
    setAttribute(this.state, 'data-state', view.state)
    setAttribute(this.element, 'data-state', view.state)
    const name = isPaused ? 'Resume replay' : 'Pause replay'
    if (this.toggle.getAttribute('aria-label') !== name) {
      this.toggle.setAttribute('aria-label', name)
      this.toggle.title = `${name} (space)`
      this.toggle.replaceChildren(icon(isPaused ? 'play' : 'pause'))
    }
    this.toggle.disabled = isEnded || !view.canControl
    for (const step of this.steps) step.disabled = !isPaused || !view.canControl
    this.speed.disabled = isEnded || !view.canControl
    this.showSpeed(view.speed)
    setText(this.progress, `${count(view.events)} events, ${dateTime(view.time)}`)
    setAttribute(this.progress, 'data-value', String(view.events))
  }

  private showSpeed(speed: number | null): void {
    const value = speed === null ? 'max' : String(speed)
    const isPreset = presets.some(([preset]) => preset === value)
    if (document.activeElement === this.speed || document.activeElement === this.own) return
    if (!isPreset) this.own.value = fixed(speed, 4).replace(/,/g, '').replace(/\.?0+$/, '')
    this.speed.value = isPreset ? value : Own
    setHidden(this.own, isPreset)
  }
}
