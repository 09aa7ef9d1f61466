import { get } from '../../api/client'
import type { Connection, Connections } from '../../api/types'
import type { View } from '../../app'
import { count, fixed, Nothing } from '../../format/number'
import { age } from '../../format/time'
import { Poll } from '../../live/poll'
import { h, setAttribute, setHidden, setText } from '../../ui/dom'
import { Figure } from '../../ui/figure'
import { panel } from '../../ui/panel'
import { DataTable, type Column } from '../../ui/table'

const Every = 1_000

/** The connections to exchanges: whether they are up, how much comes, how late, and what went wrong. */
export class ConnectionsView implements View {
  readonly title = 'Connections'
  readonly element: HTMLElement
  private readonly error = h('p', { class: 'error-line', role: 'alert', hidden: true })
  private readonly up = new Figure('connections-up', 'Connected', 'count')
  private readonly books = new Figure('books-in-sync', 'Books in sync', 'count')
  private readonly frames = new Figure('frames-rate', 'Frames/s', 'count', 'Over the last seconds, all connections together')
  private readonly bytes = new Figure('bytes-rate', 'KB/s', 'count', 'Over the last seconds, all connections together; 1 KB is 1,000 bytes')
  private readonly table: DataTable<Connection>
  private readonly poll = new Poll(() => this.load(), Every)
  private now = 0
  private isDisposed = false

  constructor() {
    this.table = new DataTable<Connection>({
      name: 'Connections to exchanges',
      testId: 'connections-table',
      key: row => `${row.exchange} ${row.number}`,
      sort: { column: '', isDescending: false },
      empty: 'This host keeps no connection: others bring its market data.',
      columns: columns(() => this.now),
    })
    this.element = h(
      'div',
      { class: 'view connections' },
      h('h1', { class: 'hidden' }, this.title),
      this.error,
      h('dl', { class: 'figures', 'aria-label': 'All connections' }, this.up.element, this.books.element, this.frames.element, this.bytes.element),
      panel('Connections', 'connections-panel', [this.table.element]),
    )
    this.poll.start()
  }

  // It asks by itself.
  changed(): void {}

  refresh(): void {
    this.poll.now()
  }

  // It shows no time of day and no chart.
  restyle(): void {}

  reprice(): void {}

  dispose(): void {
    this.isDisposed = true
    this.poll.stop()
  }

  private async load(): Promise<void> {
    try {
      const answer = await get<Connections>('/api/connections')
      if (this.isDisposed) return
      this.now = Date.parse(answer.asOf)
      this.show(answer.connections)
      setHidden(this.error, true)
    } catch (error) {
      if (this.isDisposed) return
      setText(this.error, `The connections could not be fetched: ${error instanceof Error ? error.message : String(error)}`)
      setHidden(this.error, false)
    }
  }

  private show(all: readonly Connection[]): void {
    const sum = (value: (connection: Connection) => number): number => all.reduce((total, connection) => total + value(connection), 0)
    const up = sum(connection => Number(connection.isConnected))
    const inSync = sum(connection => connection.inSync)
    this.up.write(`${count(up)} of ${count(all.length)}`, up)
    this.books.write(`${count(inSync)} of ${count(sum(connection => connection.symbols.length))}`, inSync)
    const [frames, bytes] = [sum(connection => connection.framesPerSecond), sum(connection => connection.bytesPerSecond)]
    this.frames.write(fixed(frames, 1), frames)
    this.bytes.write(fixed(bytes / 1000, 1), bytes)
    this.table.set(all)
  }
}

/** How often a connection was made again. */
export function reconnects(connection: Connection): number {
  return Math.max(0, connection.connects - 1)
}

function columns(now: () => number): Column<Connection>[] {
  const whole = (id: string, label: string, value: (row: Connection) => number): Column<Connection> => ({ id, label, value, figure: 'count' })
  const rounded = (id: string, label: string, value: (row: Connection) => number | null, unit = 1): Column<Connection> => ({
    id,
    label,
    value,
    isNumeric: true,
    text: row => tenths(value(row), unit),
  })
  return [
    { id: 'connection', label: 'Connection', isHeader: true, value: row => `${row.exchange} ${row.number}` },
    { id: 'state', label: 'State', value: row => (row.isConnected ? 'connected' : 'down'), draw: drawState },
    { ...whole('symbols', 'Symbols', row => row.symbols.length), title: row => row.symbols.join(', ') },
    whole('inSync', 'In sync', row => row.inSync),
    rounded('framesPerSecond', 'Frames/s', row => row.framesPerSecond),
    rounded('bytesPerSecond', 'KB/s', row => row.bytesPerSecond, 1000),
    rounded('latency', 'Latency ms', row => row.latencyMilliseconds),
    rounded('averageLatency', 'Avg. ms', row => row.averageLatencyMilliseconds),
    whole('reconnects', 'Reconnects', reconnects),
    whole('resyncs', 'Resyncs', row => row.resyncs),
    whole('badFrames', 'Bad frames', row => row.badFrames),
    whole('refusals', 'Refusals', row => row.refusals),
    { id: 'lastFrame', label: 'Last frame', isNumeric: true, value: row => row.lastFrame, text: row => (row.lastFrame === null ? Nothing : age(now() - Date.parse(row.lastFrame))) },
  ]
}

function tenths(value: number | null, unit: number): string {
  return fixed(value === null ? null : value / unit, 1)
}

function drawState(cell: HTMLElement, row: Connection): void {
  setText(cell, row.isConnected ? 'Connected' : 'Not connected')
  cell.classList.add('state-cell')
  setAttribute(cell, 'data-state', row.isConnected ? 'synced' : 'lost')
}
