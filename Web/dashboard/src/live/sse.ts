/** An event of a stream. */
export interface StreamEvent {
  id: string | null
  name: string
  data: string
}

/**
 * Reads server-sent events out of text that comes in pieces, cut anywhere. What a comment line says is of no account but
 * that it came. Lines end as the server writes them, with LF or CRLF.
 */
export class SseParser {
  private rest = ''
  private id: string | null = null
  private name = ''
  private data: string[] = []

  /** Takes a piece and gives the events that it completes. */
  push(piece: string): StreamEvent[] {
    const events: StreamEvent[] = []
    const lines = (this.rest + piece).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      const event = this.take(line.endsWith('\r') ? line.slice(0, -1) : line)
      if (event !== undefined) events.push(event)
    }
    return events
  }

  private take(line: string): StreamEvent | undefined {
    if (line === '') return this.complete()
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))
    if (field === 'id') this.id = value
    else if (field === 'event') this.name = value
    else if (field === 'data') this.data.push(value)
    return undefined
  }

  private complete(): StreamEvent | undefined {
    const event = this.data.length === 0 ? undefined : { id: this.id, name: this.name || 'message', data: this.data.join('\n') }
    this.name = ''
    this.data = []
    return event
  }
}
