/** What the page's colours go by. */
export type Theme = 'auto' | 'dark' | 'light'

const Name = 'tradebooks.theme'
const listeners = new Set<() => void>()

export function currentTheme(): Theme {
  const kept = localStorage.getItem(Name)
  return kept === 'dark' || kept === 'light' ? kept : 'auto'
}

function apply(): void {
  const theme = currentTheme()
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export function startTheme(): void {
  apply()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => tell())
}

export function useTheme(theme: Theme): void {
  localStorage.setItem(Name, theme)
  apply()
  tell()
}

/** Tells when the colours are others. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}
