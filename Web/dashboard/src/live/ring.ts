/** The latest of many, in their order, and no more than so many. */
export class Ring<T> {
  private readonly items: T[] = []
  private start = 0

  constructor(readonly capacity: number) {}

  get length(): number {
    return this.items.length
  }

  push(item: T): void {
    if (this.items.length < this.capacity) {
      this.items.push(item)
      return
    }
    this.items[this.start] = item
    this.start = (this.start + 1) % this.capacity
  }

  clear(): void {
    this.items.length = 0
    this.start = 0
  }

  /** Oldest first. */
  toArray(): T[] {
    return [...this.items.slice(this.start), ...this.items.slice(0, this.start)]
  }
}
