import { isKey } from '../api/key'
import { h } from './dom'

let dialogs = 0

/** Opens a modal dialog: the rest of the page is inert until it closes, and focus goes back to where it was. */
export function openDialog<T>(title: string, testId: string, fallback: T, build: (close: (result: T) => void) => Node[]): Promise<T> {
  return new Promise(resolve => {
    const id = `dialog-${++dialogs}`
    let result = fallback
    const before = document.activeElement
    const dialog = h('dialog', { 'aria-labelledby': id, 'data-testid': testId })
    const close = (value: T): void => {
      result = value
      dialog.close()
    }
    dialog.append(h('h2', { id }, title), ...build(close))
    dialog.addEventListener('close', () => {
      dialog.remove()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      resolve(result)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

/** Asks before something is done. */
export function confirm(question: { title: string; text: string; action: string; isDangerous: boolean }): Promise<boolean> {
  return openDialog(question.title, 'confirm-dialog', false, close => [
    h('p', {}, question.text),
    h(
      'div',
      { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'button', 'data-testid': 'confirm-no', autofocus: true, onclick: () => close(false) }, 'Cancel'),
      h(
        'button',
        { type: 'button', class: question.isDangerous ? 'button danger' : 'button primary', 'data-testid': 'confirm-yes', onclick: () => close(true) },
        question.action,
      ),
    ),
  ])
}

/** Asks for the API key; null when it is not given. */
export function askKey(reason: string): Promise<string | null> {
  return openDialog<string | null>('API key', 'key-dialog', null, close => {
    const input = h('input', {
      id: 'api-key',
      type: 'password',
      class: 'input',
      autocomplete: 'off',
      spellcheck: 'false',
      autofocus: true,
      'data-testid': 'key-input',
    })
    const form = h(
      'form',
      {
        onsubmit: event => {
          event.preventDefault()
          const key = input.value.trim()
          if (isKey(key)) close(key)
        },
      },
      h('p', {}, 'Whoever starts the server has its key.'),
      h('p', { class: 'note', 'data-testid': 'key-reason' }, `The server says: ${reason}`),
      h('label', { for: 'api-key' }, 'Key'),
      input,
      h('p', { class: 'note' }, 'It is kept in this tab alone, until it is closed.'),
      h(
        'div',
        { class: 'dialog-buttons' },
        h('button', { type: 'button', class: 'button', 'data-testid': 'key-cancel', onclick: () => close(null) }, 'Cancel'),
        h('button', { type: 'submit', class: 'button primary', 'data-testid': 'key-ok' }, 'Use key'),
      ),
    )
    return [form]
  })
}
