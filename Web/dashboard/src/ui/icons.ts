const Space = 'http://www.w3.org/2000/svg'

// Drawn on a grid of 20, by strokes.
const paths = {
  overview: 'M3 16.5h14M4.5 13l3.5-4 3 2.5L16 5',
  symbol: 'M6 3v14M14 3v14M4 6.5h4v6H4zM12 8h4v5h-4z',
  trades: 'M4 7h11l-3-3M16 13H5l3 3',
  orders: 'M4 5h12M4 10h12M4 15h7',
  strategies: 'M4 6h6M14 6h2M4 14h2M10 14h6M12 4v4M8 12v4',
  connections: 'M3 12.5a9.9 9.9 0 0 1 14 0M5.8 15.2a5.9 5.9 0 0 1 8.4 0M10 17.8v.1M10 10V3M7.5 5.5L10 3l2.5 2.5',
  theme: 'M10 3.5a6.5 6.5 0 1 0 0 13zM10 3.5a6.5 6.5 0 0 1 0 13',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.4v.2',
  play: 'M7 4.5v11l8.5-5.5z',
  pause: 'M7 4.5v11M13 4.5v11',
  step: 'M5 4.5v11l7-5.5zM15 4.5v11',
} as const

export type IconName = keyof typeof paths

/** A small picture that says nothing on its own: its button or link has the name. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(Space, 'svg')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(Space, 'path')
  path.setAttribute('d', paths[name])
  svg.append(path)
  return svg
}
