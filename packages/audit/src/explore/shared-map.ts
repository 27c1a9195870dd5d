/** A map whose copies share what they hold until one of them is changed: most forks of a state change little. */
export class SharedMap<K, V> implements ReadonlyMap<K, V> {
  private held: Map<K, V>;
  private isShared = false;

  constructor(held = new Map<K, V>()) {
    this.held = held;
  }

  /** A copy that may be changed without changing this one. */
  copy(): SharedMap<K, V> {
    const other = new SharedMap(this.held);
    other.isShared = this.isShared = true;
    return other;
  }

  get size(): number {
    return this.held.size;
  }

  get(key: K): V | undefined {
    return this.held.get(key);
  }

  has(key: K): boolean {
    return this.held.has(key);
  }

  set(key: K, value: V): this {
    this.own().set(key, value);
    return this;
  }

  delete(key: K): boolean {
    return this.held.has(key) && this.own().delete(key);
  }

  keys(): MapIterator<K> {
    return this.held.keys();
  }

  values(): MapIterator<V> {
    return this.held.values();
  }

  entries(): MapIterator<[K, V]> {
    return this.held.entries();
  }

  forEach(visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    this.held.forEach(visit);
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.held[Symbol.iterator]();
  }

  private own(): Map<K, V> {
    if (this.isShared) {
      this.held = new Map(this.held);
      this.isShared = false;
    }
    return this.held;
  }
}
