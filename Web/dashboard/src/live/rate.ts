const Window = 5_000

/** How fast a counter grows, by what it was in the last few seconds. */
export class RateMeter {
  private samples: { at: number; count: number }[] = []

  /** Takes a sample: milliseconds of whichever clock, and the counter then. One that falls begins anew. */
  sample(at: number, count: number): void {
    const last = this.samples.at(-1)
    if (last !== undefined && (count < last.count || at < last.at)) this.samples = []
    this.samples.push({ at, count })
    const first = this.samples.findIndex(sample => at - sample.at <= Window)
    this.samples.splice(0, first)
  }

  /** Per second; null before the second sample. */
  get perSecond(): number | null {
    const [first, last] = [this.samples[0], this.samples.at(-1)]
    return first === undefined || last === undefined || last.at <= first.at ? null : ((last.count - first.count) * 1000) / (last.at - first.at)
  }
}
