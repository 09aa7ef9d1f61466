/**
 * Asks a question again when told to, at most once in so many milliseconds and never twice at a time; the last wish is
 * always granted, so that what is shown in the end is what the server says in the end.
 */
export class Refresher {
  private isRunning = false
  private isWanted = false
  private isStopped = false
  private last = -Infinity
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly ask: () => Promise<void>,
    private readonly every: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Soon. */
  want(): void {
    this.isWanted = true
    this.start()
  }

  /** As soon as a question that is out has been answered. */
  wantNow(): void {
    this.last = -Infinity
    clearTimeout(this.timer)
    this.timer = undefined
    this.want()
  }

  stop(): void {
    this.isStopped = true
    clearTimeout(this.timer)
  }

  private start(): void {
    if (this.isRunning || this.isStopped || !this.isWanted || this.timer !== undefined) return
    const wait = this.last + this.every - this.now()
    if (wait > 0) {
      this.timer = setTimeout(() => {
        this.timer = undefined
        this.start()
      }, wait)
      return
    }
    this.isWanted = false
    this.isRunning = true
    this.last = this.now()
    void this.ask().finally(() => {
      this.isRunning = false
      this.start()
    })
  }
}
