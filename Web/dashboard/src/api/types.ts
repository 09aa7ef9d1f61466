// What the API answers; docs/api.md and /openapi/v1.json describe it. Times are ISO 8601 in UTC, null before the first event.
export type Time = string | null

export type Side = 'buy' | 'sell'
export type OrderRole = 'entry' | 'close' | 'takeProfit' | 'stopLoss'

export interface RiskPolicy {
  maxPositionNotional: number | null
  maxOpenPositions: number | null
  maxDailyLoss: number | null
  maxDrawdown: number | null
}

export interface Risk {
  halt: string
  limits: RiskPolicy
  grossExposure: number
  openPositions: number
  equity: number
}

export interface Position {
  strategy: string
  symbol: string
  quantity: number
  averagePrice: number
  mark: number
  realizedPnl: number
  unrealizedPnl: number
  fees: number
}

export interface Portfolio {
  id: string
  time: Time
  initialCash: number
  cash: number
  equity: number
  realizedPnl: number
  unrealizedPnl: number
  fees: number
  fills: number
  refusals: number
  events: number
  peakEquity: number
  drawdown: number
  maxDrawdown: number
  risk: Risk
  positions: Position[]
}

export interface EquityPoint {
  time: string
  cash: number
  equity: number
  realizedPnl: number
  unrealizedPnl: number
}

export interface SymbolProfit {
  symbol: string
  quantity: number
  mark: number
  realizedPnl: number
  unrealizedPnl: number
  totalPnl: number
  fees: number
}

export interface ProfitBook {
  portfolio: string
  time: Time
  initialCash: number
  equity: number
  realizedPnl: number
  unrealizedPnl: number
  totalPnl: number
  fees: number
  symbols: SymbolProfit[]
}

export interface Trade {
  number: number
  orderId: string
  fillNumber: number
  strategy: string
  symbol: string
  time: string
  role: OrderRole
  side: Side
  quantity: number
  price: number
  fee: number
  notional: number
  cash: number
  equity: number
}

export interface Order {
  number: number
  id: string
  strategy: string
  symbol: string
  time: string
  role: OrderRole
  side: Side
  type: string
  timeInForce: string
  quantity: number
  limitPrice: number
  stopPrice: number
  refusal: string
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface Bar {
  time: string
  open: number
  high: number
  low: number
  close: number
  volume: number | null
}

export interface WorkingOrder {
  portfolio: string
  id: string
  strategy: string
  role: OrderRole
  side: Side
  type: string
  quantity: number
  limitPrice: number
  stopPrice: number
}

export interface Chart {
  symbol: string
  time: Time
  pricePrecision: number
  isPaused: boolean
  bars: Bar[]
  plots: Record<string, (number | null)[]>
  orders: WorkingOrder[]
}

export interface SymbolState {
  symbol: string
  time: Time
  mark: number
  isPaused: boolean
  isEnded: boolean
  bars: number
  duplicates: number
  revisions: number
  deadLetters: number
  pricePrecision: number
  /** The five best levels; null where the symbol has no book. */
  book: object | null
}

export interface Level {
  price: number
  quantity: number
  /** With all better prices of its side. */
  sum: number
}

export interface BookCounters {
  messages: number
  snapshots: number
  applied: number
  dropped: number
  resyncs: number
  checksumFailures: number
  held: number
}

export interface Depth {
  symbol: string
  asOf: string
  isInSync: boolean
  reason: string | null
  time: Time
  receivedTime: Time
  lastUpdateId: number
  counters: BookCounters
  spread: number | null
  mid: number | null
  microprice: number | null
  imbalance: number | null
  bids: Level[]
  asks: Level[]
}

export interface Connection {
  exchange: string
  number: number
  isConnected: boolean
  symbols: string[]
  inSync: number
  frames: number
  bytes: number
  badFrames: number
  events: number
  connects: number
  snapshots: number
  resyncs: number
  refusals: number
  latencyMilliseconds: number | null
  averageLatencyMilliseconds: number | null
  lastFrame: Time
  framesPerSecond: number
  bytesPerSecond: number
}

export interface Connections {
  asOf: string
  connections: Connection[]
}

export interface Host {
  portfolios: string[]
  hasReplay: boolean
  hasConnections: boolean
}

export interface StrategySetting {
  key: string
  value: string
  description: string
}

export interface Strategy {
  id: string
  type: string
  settings: StrategySetting[]
  symbols: string[]
  signals: number
  accepted: number
  refused: number
  roundTrips: number
  wins: number
  losses: number
  winRate: number | null
  profitFactor: number | null
  realizedPnl: number
  unrealizedPnl: number
  totalPnl: number
  fees: number
  isPaused: boolean
}

export interface Strategies {
  portfolio: string
  time: Time
  strategies: Strategy[]
}

export interface Replay {
  state: 'running' | 'paused' | 'ended'
  speed: number | null
  time: Time
  events: number
  canControl: boolean
}

export interface Mark {
  symbol: string
  time: string
  price: number
}

export interface Lag {
  events: number
  eventsPerSecond: number
  pending: number
}
