/**
 * Runs what was asked for once before the browser draws next, however often it was asked for. A hidden page draws
 * nothing, so nothing runs until it is seen again.
 */
export class Frames {
  private readonly waiting = new Set<() => void>()
  private isAsked = false

  constructor(private readonly ask: (run: () => void) => void = run => requestAnimationFrame(run)) {}

  request(work: () => void): void {
    this.waiting.add(work)
    if (this.isAsked) return
    this.isAsked = true
    this.ask(() => {
      this.isAsked = false
      const all = [...this.waiting]
      this.waiting.clear()
      for (const one of all) one()
    })
  }
}
