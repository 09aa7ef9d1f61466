const Minus = '−'
const formats = new Map<number, Intl.NumberFormat>()

function format(decimals: number): Intl.NumberFormat {
  let found = formats.get(decimals)
  if (found === undefined) {
    found = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    formats.set(decimals, found)
  }
  return found
}

/** Stands where there is no figure. */
export const Nothing = '–'

/** A number with thousands separators; a rounded nothing has no sign. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Nothing
  const text = format(decimals).format(Math.abs(value))
  return value < 0 && /[1-9]/.test(text) ? Minus + text : text
}

/** The same with a sign before gains, too. */
export function signed(value: number | null | undefined, decimals: number): string {
  const text = fixed(value, decimals)
  return value !== null && value !== undefined && value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

export function money(value: number | null | undefined): string {
  return fixed(value, 2)
}

export function profit(value: number | null | undefined): string {
  return signed(value, 2)
}

export function count(value: number | null | undefined): string {
  return fixed(value, 0)
}

/** A fraction as per cent. */
export function percent(value: number | null | undefined, decimals = 2): string {
  return value === null || value === undefined || !Number.isFinite(value) ? Nothing : `${fixed(value * 100, decimals)} %`
}

/** Units: as many decimals as there are, eight at most. */
export function quantity(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Nothing
  const decimals = /\.(\d*?)0*$/.exec(value.toFixed(8))?.[1]?.length ?? 0
  return fixed(value, decimals)
}

/** All digits that a number holds, with thousands separators. */
export function exact(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return ''
  const decimals = /e/.test(String(value)) ? 20 : (String(value).split('.')[1]?.length ?? 0)
  return fixed(value, Math.min(decimals, 20))
}

/** -1, 0 or 1 by what is shown at these decimals. */
export function direction(value: number | null | undefined, decimals = 2): -1 | 0 | 1 {
  if (value === null || value === undefined || !/[1-9]/.test(fixed(value, decimals))) return 0
  return value > 0 ? 1 : -1
}
