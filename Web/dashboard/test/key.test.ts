import { describe, expect, it } from 'vitest'
import { isKey, keyOf } from '../src/api/key'

describe('key', () => {
  it.each([
    ['#key=abc_-123', 'abc_-123'],
    ['#key=', ''],
    ['#/overview', undefined],
    ['', undefined],
  ])('of %s is %s', (hash, key) => expect(keyOf(hash)).toBe(key))

  it.each([
    ['abc', true],
    ['', false],
    ['two words', false],
    ['schlüssel', false],
    ['a\nb', false],
  ])('%s can be sent: %s', (text, expected) => expect(isKey(text)).toBe(expected))
})
