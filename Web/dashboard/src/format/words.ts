// The API's names in plain words.
const refusals: Record<string, string> = {
  none: 'Accepted',
  sizedToZero: 'Too small: the size rule gives less than one lot',
  maxPositionNotional: 'Position limit: it would be worth more than is allowed in one symbol',
  maxOpenPositions: 'Too many open positions and working entries already',
  maxDailyLoss: 'The day’s loss limit is reached; entries go on the next UTC day',
  drawdownHalt: 'Drawdown halt: equity is too far below its peak; trading waits for a resume',
  halted: 'Trading was halted by hand',
  nothingToClose: 'There was no position to close',
  noStopLoss: 'No stop loss to measure the risk by',
  noPrice: 'The symbol has no price yet to size by',
  paused: 'Entries of this symbol are paused by hand',
  strategyPaused: 'Entries of this strategy are paused by hand',
}

/** Why an order was refused; a reason that is new here is shown by its name. */
export function refusalText(refusal: string): string {
  return refusals[refusal] ?? spaced(refusal)
}

const halts: Record<string, string> = {
  none: 'Trading',
  halted: 'Halted by hand',
  drawdownHalt: 'Halted: drawdown limit',
  maxDailyLoss: 'Halted for today: loss limit',
}

export function haltText(halt: string): string {
  return halts[halt] ?? spaced(halt)
}

const roles: Record<string, string> = { entry: 'Entry', close: 'Close', takeProfit: 'Target', stopLoss: 'Stop' }

export function roleText(role: string): string {
  return roles[role] ?? spaced(role)
}

/** `goodTillCancel` as `Good till cancel`; what is an abbreviation, as such. */
export function spaced(name: string): string {
  if (name === 'atr') return 'ATR'
  const words = name.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
