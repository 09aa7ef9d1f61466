/** The page's colours as the charts need them: resolved for the theme that is on. */
export interface Palette {
  text: string
  muted: string
  line: string
  panel: string
  accent: string
  up: string
  down: string
  warn: string
  slow: string
}

const names = ['text', 'muted', 'line', 'panel', 'accent', 'up', 'down', 'warn', 'slow'] as const

export function palette(): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const colours = Object.fromEntries(
    names.map(name => {
      probe.style.color = `var(--${name})`
      return [name, getComputedStyle(probe).color]
    }),
  )
  probe.remove()
  return colours as unknown as Palette
}

/** The same colour, seen through. */
export function faint(colour: string, alpha: number): string {
  const numbers = colour.match(/[\d.]+/g)?.slice(0, 3) ?? []
  return `rgba(${numbers.join(', ')}, ${alpha})`
}
