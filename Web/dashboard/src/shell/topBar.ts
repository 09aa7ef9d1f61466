import type { App } from '../app'
import { count } from '../format/number'
import { currentZone, dateTime, isLater, onZone, useZone, zoneLabel } from '../format/time'
import { h, setAttribute, setHidden, setText } from '../ui/dom'
import { icon } from '../ui/icons'
import { currentTheme, useTheme, type Theme } from '../ui/theme'
import { connectionPill } from './connectionPill'

const themes: Record<Theme, Theme> = { auto: 'dark', dark: 'light', light: 'auto' }

/** The bar above all views: which portfolio, how the connection is, how fast it goes, what time it is. */
export class TopBar {
  readonly element: HTMLElement
  private readonly select: HTMLSelectElement
  private readonly one: HTMLElement
  private readonly rate: HTMLElement
  private readonly pending: HTMLElement
  private readonly time: HTMLElement
  private readonly zone: HTMLElement
  private readonly theme: HTMLElement
  private lastTime: string | null = null

  constructor(
    private readonly app: App,
    onPortfolio: (portfolio: string) => void,
    onHelp: () => void,
  ) {
    this.select = h('select', { class: 'input', 'aria-label': 'Portfolio', 'data-testid': 'portfolio-select', hidden: true, onchange: () => onPortfolio(this.select.value) })
    this.one = h('span', { class: 'portfolio', 'data-testid': 'portfolio' })
    this.rate = h('span', { 'data-testid': 'events-rate' }, '–')
    this.pending = h('span', { 'data-testid': 'pending' }, '–')
    this.time = h('time', { 'data-testid': 'event-time' }, '–')
    this.zone = h('button', { type: 'button', class: 'button flat', 'data-testid': 'zone', onclick: () => useZone(currentZone() === 'utc' ? 'local' : 'utc') })
    const theme = h('button', { type: 'button', class: 'button flat icon-button', 'data-testid': 'theme', onclick: () => this.nextTheme() }, icon('theme'), h('span', { class: 'theme-name' }))
    this.theme = theme
    this.showTheme()
    this.element = h(
      'header',
      { class: 'topbar' },
      h('a', { class: 'brand', href: '#/overview', 'aria-label': 'TradeBooks, overview' }, h('span', { class: 'mark', 'aria-hidden': 'true' }), h('span', { class: 'brand-name' }, 'TradeBooks')),
      this.select,
      this.one,
      h('span', { class: 'spacer' }),
      connectionPill(app),
      h('span', { class: 'stat rate', title: 'Events of all symbols processed in a second' }, this.rate, ' ev/s'),
      h('span', { class: 'stat pending' }, this.pending, ' pending'),
      h('span', { class: 'stat clock' }, this.time),
      this.zone,
      theme,
      h('button', { type: 'button', class: 'button flat icon-button', 'data-testid': 'help', 'aria-label': 'Help and keyboard', title: 'Help and keyboard (?)', onclick: () => onHelp() }, icon('help')),
    )
    this.showZone()
    onZone(() => this.showZone())
    app.onTime(time => {
      if (time !== null && isLater(time, this.lastTime)) this.setTime(time)
    })
    app.onChanges(changes => {
      if (changes.equity.length > 0) this.setTime(app.store.equity?.time ?? null)
      if (changes.lag) this.showLag()
      if (changes.marks && !app.hasPortfolio) this.showLatest()
    })
  }

  showPortfolios(): void {
    const several = this.app.portfolios.length > 1
    this.select.replaceChildren(...this.app.portfolios.map(id => h('option', { value: id, selected: id === this.app.portfolio }, id)))
    setHidden(this.select, !several)
    setHidden(this.one, several)
    setText(this.one, this.app.hasPortfolio ? this.app.portfolio : 'Market data')
    this.pending.parentElement!.title = this.app.hasPortfolio ? 'Reports that wait for other symbols' : 'Records on their way to Kafka'
    this.time.parentElement!.title = this.app.hasPortfolio ? 'Event time of the portfolio' : 'Time of the last trade, by the exchange’s clock'
  }

  setTime(time: string | null): void {
    this.lastTime = time
    setAttribute(this.time, 'datetime', time)
    this.showZone()
  }

  nextTheme(): void {
    useTheme(themes[currentTheme()])
    this.showTheme()
  }

  private showTheme(): void {
    const name = currentTheme()
    setText(this.theme.querySelector('.theme-name')!, name)
    this.theme.setAttribute('aria-label', `Colours: ${name}. Switch to ${themes[name]}`)
    this.theme.title = `Colours: ${name}`
  }

  // The offset is that of the time that is shown: summer and winter differ.
  private showZone(): void {
    const label = zoneLabel(this.lastTime === null ? new Date() : new Date(this.lastTime))
    setText(this.zone, label)
    setAttribute(this.zone, 'aria-label', `Times in ${label}. Switch to ${currentZone() === 'utc' ? 'local time' : 'UTC'}`)
    setText(this.time, dateTime(this.lastTime))
  }

  private showLatest(): void {
    let latest = this.lastTime
    for (const { time } of this.app.store.marks.values()) if (isLater(time, latest)) latest = time
    if (latest !== this.lastTime) this.setTime(latest)
  }

  private showLag(): void {
    const lag = this.app.store.lag
    if (lag === null) return
    setText(this.rate, count(lag.eventsPerSecond))
    this.rate.dataset['value'] = String(lag.eventsPerSecond)
    setText(this.pending, count(lag.pending))
    this.pending.dataset['value'] = String(lag.pending)
  }
}
