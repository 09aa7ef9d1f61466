import { h } from '../ui/dom'
import { openDialog } from '../ui/dialog'

const keys: [string, string][] = [
  ['1 … 6', 'The views, in the order of the navigation'],
  ['[  ]', 'Symbol before, symbol after'],
  ['Space', 'Replay: pause, resume'],
  ['.', 'Replay: one time slot on, while paused'],
  ['/', 'Filter of the table or list'],
  ['z', 'Times in UTC, or local'],
  ['t', 'Colours: by system, dark, light'],
  ['?', 'This help'],
  ['Esc', 'Close a dialog'],
]

/** Keys, what the marks mean, and who made the charts. */
export function openHelp(): Promise<void> {
  return openDialog<void>('Help and keyboard', 'help-dialog', undefined, close => [
    h('table', { class: 'keys' }, h('tbody', {}, ...keys.map(([key, what]) => h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, what))))),
    h(
      'p',
      {},
      'In a chart: ▲ bought, ▼ sold to open; a circle is an exit at the target, a square one at the stop, both in the colour of their side. ' +
        'Hollow bars closed higher than they opened, filled ones lower. A shaded column is an activity surge.',
    ),
    h(
      'p',
      {},
      'Figures are those of the API: ',
      h('a', { href: '/openapi/v1.json', target: '_blank', rel: 'noopener' }, 'its description'),
      '. The title of a figure has all its digits.',
    ),
    h('p', { class: 'note' }, 'Charts: TradingView Lightweight Charts™, © 2025 TradingView, Inc. ', h('a', { href: 'https://www.tradingview.com/', target: '_blank', rel: 'noopener noreferrer' }, 'www.tradingview.com')),
    h('div', { class: 'dialog-buttons' }, h('button', { type: 'button', class: 'button primary', autofocus: true, onclick: () => close(undefined) }, 'Close')),
  ])
}
