import { Refresher } from './refresher'

/**
 * Asks again and again, once in so many milliseconds, never twice at a time, and not at all while the page is hidden: for
 * what no live event tells.
 */
export class Poll {
  private readonly refresher: Refresher
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(
    ask: () => Promise<void>,
    private readonly every: number,
  ) {
    this.refresher = new Refresher(async () => {
      if (!document.hidden) await ask()
    }, every / 2)
  }

  /** Goes on, if it does not; the first question at once. */
  start(): void {
    if (this.timer !== undefined) return
    this.timer = setInterval(() => this.refresher.want(), this.every)
    this.refresher.wantNow()
  }

  now(): void {
    this.refresher.wantNow()
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.refresher.stop()
  }
}
