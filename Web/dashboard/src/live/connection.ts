import { ApiError, headers, refuse } from '../api/client'
import { next, type ConnectionEvent, type ConnectionState } from './reconnect'
import { SseParser, type StreamEvent } from './sse'

// A heartbeat comes every 15 seconds; without a byte for this long the stream is not what it seems.
const QuietAfter = 20_000
const LostAfter = 45_000

/**
 * The live stream of one portfolio, for as long as it is wanted: connects again after a loss, and goes on after the last
 * event that was handed over.
 */
export class LiveConnection {
  state: ConnectionState = { kind: 'connecting' }
  private attempts = 0
  private lastId: string | null = null
  private lastHeard = 0
  private abort: AbortController | null = null
  private timer: number | undefined
  private readonly watch: number
  private isClosed = false
  private isResting = false

  constructor(
    private readonly address: string,
    private readonly onEvents: (events: StreamEvent[]) => void,
    private readonly onState: (state: ConnectionState) => void,
  ) {
    this.watch = window.setInterval(() => this.listen(), 1000)
    void this.run()
  }

  /** Tries at once, whatever the wait is. */
  retry(): void {
    if (this.isClosed || this.isResting || this.state.kind === 'live' || this.state.kind === 'connecting') return
    window.clearTimeout(this.timer)
    this.abort?.abort()
    void this.run()
  }

  /** Lets go of the stream for a while; `wake` goes on after the last event. */
  rest(): void {
    if (this.isClosed) return
    this.isResting = true
    window.clearTimeout(this.timer)
    const { abort } = this
    this.abort = null
    abort?.abort()
    this.move({ kind: 'retry' })
  }

  wake(): void {
    if (!this.isResting) return
    this.isResting = false
    void this.run()
  }

  close(): void {
    this.isClosed = true
    window.clearTimeout(this.timer)
    window.clearInterval(this.watch)
    this.abort?.abort()
  }

  private async run(): Promise<void> {
    this.move({ kind: 'retry' })
    const abort = new AbortController()
    this.abort = abort
    try {
      await this.read(abort.signal)
      throw new ApiError(0, 'the server closed the stream')
    } catch (error) {
      if (this.isClosed || this.abort !== abort) return
      this.fail(error instanceof ApiError ? error : new ApiError(0, 'the server can’t be reached'))
    }
  }

  private async read(signal: AbortSignal): Promise<void> {
    const more: Record<string, string> = { Accept: 'text/event-stream' }
    if (this.lastId !== null) more['Last-Event-ID'] = this.lastId
    const response = await fetch(this.address, { headers: headers(more), cache: 'no-store', signal })
    if (!response.ok || response.body === null) await refuse(response)
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    const parser = new SseParser()
    this.lastHeard = Date.now()
    this.move({ kind: 'opened' })
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      this.lastHeard = Date.now()
      this.move({ kind: 'heard' })
      const events = parser.push(value)
      if (events.length === 0) continue
      this.onEvents(events)
      this.lastId = events[events.length - 1]?.id ?? this.lastId
    }
  }

  private fail(error: ApiError): void {
    this.move({
      kind: 'failed',
      status: error.status,
      message: error.message,
      retryAfter: error.retryAfter,
      now: Date.now(),
      chance: Math.random(),
    })
    if (this.state.kind === 'waiting')
      this.timer = window.setTimeout(() => void this.run(), this.state.retryAt - Date.now())
  }

  private listen(): void {
    if (this.state.kind !== 'live' && this.state.kind !== 'stale') return
    const quiet = Date.now() - this.lastHeard
    if (quiet > LostAfter) {
      const abort = this.abort
      this.abort = null
      abort?.abort()
      this.fail(new ApiError(0, 'nothing was heard for too long'))
    } else if (quiet > QuietAfter) {
      this.move({ kind: 'quiet', now: Date.now() })
    }
  }

  private move(event: ConnectionEvent): void {
    const moved = next(this.state, this.attempts, event)
    this.attempts = moved.attempts
    if (moved.state === this.state) return
    this.state = moved.state
    this.onState(moved.state)
  }
}
