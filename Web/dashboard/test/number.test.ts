import { describe, expect, it } from 'vitest'
import { count, direction, exact, fixed, money, Nothing, percent, profit, quantity } from '../src/format/number'

describe('number', () => {
  it.each([
    [0, '0.00'],
    [1234567.891, '1,234,567.89'],
    [-1234.5, '−1,234.50'],
    [-0.004, '0.00'],
    [99917.575, '99,917.58'],
    [null, Nothing],
    [undefined, Nothing],
    [NaN, Nothing],
    [Infinity, Nothing],
  ])('money of %s is %s', (value, text) => expect(money(value)).toBe(text))

  it.each([
    [12.345, '+12.35'],
    [-12.345, '−12.35'],
    [0.001, '0.00'],
    [0, '0.00'],
  ])('profit of %s is %s', (value, text) => expect(profit(value)).toBe(text))

  it.each([
    [3, '3'],
    [0.25, '0.25'],
    [1000.5, '1,000.5'],
    [0.00000001, '0.00000001'],
    [-5, '−5'],
  ])('quantity of %s is %s', (value, text) => expect(quantity(value)).toBe(text))

  it('writes a fraction as per cent', () => expect(percent(0.2286)).toBe('22.86 %'))
  it('writes a count without decimals', () => expect(count(33224)).toBe('33,224'))
  it('writes a price at its precision', () => expect(fixed(304.195099612962, 4)).toBe('304.1951'))

  it.each([
    [99982.59222466145, '99,982.59222466145'],
    [1e-9, '0.00000000100000000000'],
    [5, '5'],
  ])('exact of %s has all its digits: %s', (value, text) => expect(exact(value)).toBe(text))

  it.each([
    [0.004, 0],
    [-0.004, 0],
    [0.006, 1],
    [-3, -1],
    [null, 0],
  ])('direction of %s is that of what is shown: %s', (value, sign) => expect(direction(value)).toBe(sign))
})
