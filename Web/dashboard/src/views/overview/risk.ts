import { path, post } from '../../api/client'
import type { Portfolio, Risk } from '../../api/types'
import type { App } from '../../app'
import { count, money, percent } from '../../format/number'
import { haltText } from '../../format/words'
import { act } from '../../ui/act'
import { confirm } from '../../ui/dialog'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { panel } from '../../ui/panel'
import { toast } from '../../ui/toast'

interface Meter {
  element: HTMLElement
  show(used: number | null, text: string): void
}

function meter(id: string, label: string): Meter {
  const text = h('span', { class: 'meter-text', 'data-testid': id })
  const bar = h('span', { class: 'meter-bar', 'aria-hidden': 'true' })
  return {
    element: h('div', { class: 'meter' }, h('span', { class: 'meter-label' }, label), text, bar),
    show(used, words) {
      setText(text, words)
      setHidden(bar, used === null)
      bar.style.setProperty('--used', String(Math.min(1, Math.max(0, used ?? 0))))
      setAttribute(bar, 'data-level', used !== null && used >= 1 ? 'full' : used !== null && used >= 0.8 ? 'high' : null)
    },
  }
}

/** Whether entries are accepted, how much of the limits is used, and the three buttons that change it. */
export class RiskPanel {
  readonly element: HTMLElement
  private readonly state = h('p', { class: 'risk-state', 'data-testid': 'risk-state' }, '–')
  private readonly positions = meter('limit-open-positions', 'Open positions')
  private readonly notional = meter('limit-position-notional', 'Largest position')
  private readonly daily = meter('limit-daily-loss', 'Loss today')
  private readonly drawdown = meter('limit-drawdown', 'Drawdown')
  private readonly halt: HTMLButtonElement
  private readonly resume: HTMLButtonElement
  private readonly closeAll: HTMLButtonElement

  constructor(
    private readonly app: App,
    private readonly onDone: () => void,
  ) {
    this.halt = h('button', { type: 'button', class: 'button', 'data-testid': 'halt', onclick: () => void this.run('halt') }, 'Halt')
    this.resume = h('button', { type: 'button', class: 'button', 'data-testid': 'resume', onclick: () => void this.run('resume') }, 'Resume')
    this.closeAll = h('button', { type: 'button', class: 'button danger', 'data-testid': 'close-all', onclick: () => void this.run('close-all') }, 'Close all')
    this.element = panel('Risk', 'risk', [
      this.state,
      this.positions.element,
      this.notional.element,
      this.daily.element,
      this.drawdown.element,
      h('div', { class: 'buttons' }, this.halt, this.resume, this.closeAll),
    ])
  }

  show(portfolio: Portfolio, dayStart: number): void {
    this.showRisk(portfolio.risk)
    const { limits } = portfolio.risk
    const worth = new Map<string, number>()
    for (const position of portfolio.positions) worth.set(position.symbol, (worth.get(position.symbol) ?? 0) + position.quantity * position.mark)
    const largest = Math.max(0, ...[...worth.values()].map(Math.abs)) / Math.max(portfolio.equity, 1e-9)
    const loss = dayStart > 0 ? Math.max(0, 1 - portfolio.equity / dayStart) : 0
    this.positions.show(
      ratio(portfolio.risk.openPositions, limits.maxOpenPositions),
      limits.maxOpenPositions === null ? `${count(portfolio.risk.openPositions)}, no limit` : `${count(portfolio.risk.openPositions)} of ${count(limits.maxOpenPositions)}`,
    )
    this.notional.show(ratio(largest, limits.maxPositionNotional), against(largest, limits.maxPositionNotional))
    this.daily.show(ratio(loss, limits.maxDailyLoss), against(loss, limits.maxDailyLoss))
    this.drawdown.show(ratio(portfolio.drawdown ?? 0, limits.maxDrawdown), against(portfolio.drawdown ?? null, limits.maxDrawdown))
    this.closeAll.title = `Positions worth ${money(portfolio.risk.grossExposure)} would be closed`
  }

  private showRisk(risk: Risk): void {
    const isHalted = risk.halt !== 'none'
    setText(this.state, haltText(risk.halt))
    setAttribute(this.state, 'data-state', isHalted ? 'halted' : 'trading')
    setAttribute(this.state, 'data-value', risk.halt)
    this.halt.disabled = isHalted
    this.resume.disabled = !isHalted
  }

  private async run(action: 'halt' | 'resume' | 'close-all'): Promise<void> {
    if (!(await confirm(questions[action]))) return
    const risk = await act(() => post<Risk>(path`/api/portfolios/${this.app.portfolio}/${action}`))
    if (risk === undefined) return
    this.showRisk(risk)
    // The button that was pressed may be off now: focus goes on to the one that undoes it.
    if (document.activeElement === document.body || document.activeElement?.matches(':disabled') === true) (this.halt.disabled ? this.resume : this.halt).focus()
    toast(said[action])
    this.onDone()
  }
}

const questions = {
  halt: { title: 'Halt trading?', text: 'New entries are refused from now on. Positions stay, and their stops, targets and exits go on.', action: 'Halt trading', isDangerous: true },
  resume: { title: 'Resume trading?', text: 'Entries are accepted again.', action: 'Resume trading', isDangerous: false },
  'close-all': { title: 'Close all positions?', text: 'Trading is halted, working entries are cancelled, and every position is closed with the next event of its symbol, at the market.', action: 'Close all positions', isDangerous: true },
}

const said = { halt: 'Trading is halted.', resume: 'Trading goes on.', 'close-all': 'Trading is halted; positions close with the next event of their symbol.' }

function ratio(used: number, limit: number | null): number | null {
  return limit === null || limit <= 0 ? null : used / limit
}

function against(used: number | null, limit: number | null): string {
  return limit === null ? `${percent(used)}, no limit` : `${percent(used)} of ${percent(limit)}`
}
