import { get } from '../../api/client'
import type { Page } from '../../api/types'

/** Most rows that are kept: the latest. */
export const Most = 20_000
const PageSize = 1_000

/** The latest rows of a list that grows, each once, whichever way it came. */
export class History<T extends { number: number }> {
  private rows = new Map<number, T>()
  private sortedRows: T[] | null = []

  /**
   * What came live since the question that replaces all was asked. It may not be in its answer, and waits for it: what is
   * here may end before it, as after a lost connection, and there would be rows missing between.
   */
  private since: T[] | null = null

  /**
   * What was here before all was asked for anew. A host that was started again and goes on with its run lists only what
   * came since, under the numbers that go on: the rows before are these.
   */
  private before: ReadonlyMap<number, T> = new Map()

  /** Whether there are older ones than are kept. */
  hasMore = false
  isComplete = false

  /**
   * @param address Of a page of the list.
   * @param count How many rows there are in all, those included that the host does not list any more.
   */
  constructor(
    private readonly address: (query: string) => string,
    private readonly count: () => Promise<number> = () => Promise.resolve(0),
  ) {}

  get size(): number {
    return this.rows.size
  }

  /** Latest first. */
  all(): readonly T[] {
    this.sortedRows ??= [...this.rows.values()].sort((a, b) => b.number - a.number)
    return this.sortedRows
  }

  add(rows: readonly T[]): void {
    if (this.since === null) this.put(rows)
    else this.since.push(...rows)
  }

  private put(rows: readonly T[]): void {
    for (const row of rows) this.rows.set(row.number, row)
    this.sortedRows = null
    if (this.isComplete) this.adopt()
    if (this.rows.size <= Most + PageSize) return
    this.rows = new Map(this.all().slice(0, Most).map(row => [row.number, row]))
    this.sortedRows = null
    this.hasMore = true
  }

  /** Fetches the latest rows, page by page, as many as are kept. */
  async load(signal: AbortSignal, onPage: () => void): Promise<void> {
    let after: string | null = null
    // What waits for an earlier question, which this one replaces, waits for this one.
    const since: T[] = [...(this.since ?? [])]
    this.since = since
    do {
      const page: Page<T> = await this.page(after, signal).catch((error: unknown) => {
        this.release(since)
        throw error
      })
      if (after === null) this.begin()
      this.put(page.items)
      after = page.next
      this.hasMore = after !== null
      onPage()
    } while (after !== null && this.rows.size < Most)
    this.isComplete = true
    this.adopt(this.rows.size === 0 && this.before.size > 0 ? await this.count() : undefined)
    onPage()
  }

  /** Number of the oldest row that is here. */
  get oldest(): number {
    return this.all().at(-1)?.number ?? 0
  }

  // Takes the rows before the oldest one from those of before, where they are of the same run: joined without a gap, and
  // alike where both have one.
  private adopt(count = 0): void {
    if (this.before.size === 0 || (this.rows.size === 0 && count === 0)) return
    const first = this.rows.size === 0 ? count + 1 : this.oldest
    const known = this.before.get(first)
    const isSame = this.before.has(first - 1) && (known === undefined || this.rows.size === 0 || JSON.stringify(known) === JSON.stringify(this.rows.get(first)))
    if (isSame && !this.hasMore) for (const [number, row] of this.before) if (number < first) this.rows.set(number, row)
    this.before = new Map()
    this.sortedRows = null
  }

  /** Fetches what is newer than the newest that is here. */
  async catchUp(signal: AbortSignal): Promise<void> {
    const newest = this.all()[0]?.number ?? 0
    const rows: T[] = []
    let after: string | null = null
    do {
      const page: Page<T> = await this.page(after, signal)
      rows.push(...page.items)
      after = page.items.some(row => row.number <= newest) ? null : page.next
    } while (after !== null && rows.length < Most)

    // All at once: a part would look like the whole to the next time.
    this.add(rows)
  }

  private page(after: string | null, signal: AbortSignal): Promise<Page<T>> {
    const query = `order=desc&limit=${PageSize}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`
    return get<Page<T>>(this.address(query), signal)
  }

  // There is no answer to wait for. Another question may be on its way by now, with what came since then.
  private release(since: readonly T[]): void {
    if (this.since !== since) return
    this.since = null
    this.put(since)
  }

  private begin(): void {
    this.before = new Map([...this.before, ...this.rows])
    this.rows = new Map((this.since ?? []).map(row => [row.number, row]))
    this.since = null
    this.sortedRows = null
    this.isComplete = false
  }
}
