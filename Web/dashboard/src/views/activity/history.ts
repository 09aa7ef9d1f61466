import { get } from '../../api/client'
import type { Page } from '../../api/types'

/** Most rows that are kept: the latest. */
export const Most = 20_000
const PageSize = 1_000

/** The latest rows of a list that grows, each once, whichever way it came. */
export class History<T extends { number: number }> {
  private rows = new Map<number, T>()
  private sortedRows: T[] | null = []

  /** What came live since the question that replaces all was asked: it may not be in its answer. */
  private since: T[] | null = null

  /** Whether there are older ones than are kept. */
  hasMore = false
  isComplete = false

  constructor(private readonly address: (query: string) => string) {}

  get size(): number {
    return this.rows.size
  }

  /** Latest first. */
  all(): readonly T[] {
    this.sortedRows ??= [...this.rows.values()].sort((a, b) => b.number - a.number)
    return this.sortedRows
  }

  add(rows: readonly T[]): void {
    for (const row of rows) this.rows.set(row.number, row)
    this.since?.push(...rows)
    this.sortedRows = null
    if (this.rows.size <= Most + PageSize) return
    this.rows = new Map(this.all().slice(0, Most).map(row => [row.number, row]))
    this.sortedRows = null
    this.hasMore = true
  }

  /** Fetches the latest rows, page by page, as many as are kept. */
  async load(signal: AbortSignal, onPage: () => void): Promise<void> {
    let after: string | null = null
    this.since = []
    do {
      const page: Page<T> = await this.page(after, signal)
      if (after === null) this.begin()
      this.add(page.items)
      after = page.next
      this.hasMore = after !== null
      onPage()
    } while (after !== null && this.rows.size < Most)
    this.isComplete = true
    onPage()
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

  private begin(): void {
    this.rows = new Map((this.since ?? []).map(row => [row.number, row]))
    this.since = null
    this.sortedRows = null
    this.isComplete = false
  }
}
