import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { Bar, Trade, WorkingOrder } from '../api/types'
import { fixed } from '../format/number'
import { spaced } from '../format/words'
import { chartTime, newChart, recolour, rezone } from './base'
import { markerOf, orderLines } from './markers'
import { faint, palette, type Palette } from './palette'
import type { BarHistory, StrategyPlots } from './plots'

// What a bar gets at first, of the size of the type.
const BarWidth = 0.6
const Line = { lineWidth: 2 as const, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false }

/** A symbol's bars with averages, surges, fills and working orders; the strategy's other figures, such as ATR, below. */
export class SymbolChart {
  private readonly chart: IChartApi
  private readonly bars: ISeriesApi<'Candlestick'>
  private readonly fast: ISeriesApi<'Line'>
  private readonly slow: ISeriesApi<'Line'>
  private readonly lower = new Map<string, ISeriesApi<'Line'>>()
  private readonly surge: ISeriesApi<'Histogram'>
  private readonly markers: ISeriesMarkersPluginApi<UTCTimestamp>
  private readonly lines = new Map<string, IPriceLine>()
  private colours: Palette
  private shown = 0
  private decimals = 4
  private orders: readonly WorkingOrder[] = []
  private trades: readonly Trade[] = []

  /** @param onHover Index of the bar under the pointer; null for the last one. */
  constructor(container: HTMLElement, onHover: (index: number | null) => void) {
    this.colours = palette()
    this.chart = newChart(container, this.colours)
    this.surge = this.chart.addSeries(HistogramSeries, { priceScaleId: 'surge', priceLineVisible: false, lastValueVisible: false })
    this.surge.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 }, visible: false })
    this.bars = this.chart.addSeries(CandlestickSeries)
    this.fast = this.chart.addSeries(LineSeries, Line)
    this.slow = this.chart.addSeries(LineSeries, { ...Line, lineStyle: LineStyle.Dashed })
    this.markers = createSeriesMarkers(this.bars, []) as ISeriesMarkersPluginApi<UTCTimestamp>
    this.chart.subscribeCrosshairMove(event => onHover(event.logical === undefined || event.logical < 0 ? null : Math.round(event.logical)))
    this.colour()
  }

  setPrecision(decimals: number): void {
    const priceFormat = { type: 'custom' as const, minMove: 10 ** -decimals, formatter: (price: number) => fixed(price, decimals) }
    this.bars.applyOptions({ priceFormat })
    this.fast.applyOptions({ priceFormat })
    this.slow.applyOptions({ priceFormat })
    this.decimals = decimals + 2
  }

  /** Draws all bars anew. */
  set(history: BarHistory, strategy: string, isOther: boolean): void {
    const plots = history.of(strategy)
    this.bars.setData(history.bars.map(candle))
    this.fast.setData(history.bars.map((bar, i) => point(bar, plots.fast[i])))
    this.slow.setData(history.bars.map((bar, i) => point(bar, plots.slow[i])))
    this.setLower(plots.lower.map(plot => plot.name))
    for (const { name, values } of plots.lower) this.lower.get(name)?.setData(history.bars.map((bar, i) => point(bar, values[i])))
    this.surge.setData(history.bars.map((bar, i) => this.surgeOf(bar, plots, i)))
    this.shown = history.bars.length
    if (isOther) this.showLatest()
  }

  private showLatest(): void {
    const bar = parseFloat(getComputedStyle(document.documentElement).fontSize) * BarWidth
    const scale = this.chart.timeScale()
    scale.setVisibleLogicalRange({ from: this.shown - Math.max(30, scale.width() / bar), to: this.shown + 4 })
  }

  /** Draws the bars that have come since. */
  extend(history: BarHistory, strategy: string): void {
    const plots = history.of(strategy)
    for (let i = this.shown; i < history.bars.length; i++) {
      const bar = history.bars[i]!
      this.bars.update(candle(bar))
      this.fast.update(point(bar, plots.fast[i]))
      this.slow.update(point(bar, plots.slow[i]))
      for (const { name, values } of plots.lower) this.lower.get(name)?.update(point(bar, values[i]))
      this.surge.update(this.surgeOf(bar, plots, i))
    }
    this.shown = history.bars.length
  }

  setTrades(trades: readonly Trade[]): void {
    this.trades = trades
    this.markers.setMarkers(trades.map(trade => markerOf(trade, this.colours)))
  }

  setOrders(orders: readonly WorkingOrder[]): void {
    this.orders = orders
    const wanted = orderLines(orders, this.colours)
    const keys = new Set(wanted.map(line => line.key))
    for (const [key, line] of this.lines) {
      if (keys.has(key)) continue
      this.bars.removePriceLine(line)
      this.lines.delete(key)
    }
    for (const { key, price, title, colour } of wanted) {
      const options = { price, title, color: colour, lineWidth: 1 as const, lineStyle: LineStyle.Dashed, axisLabelVisible: true }
      const line = this.lines.get(key)
      if (line === undefined) this.lines.set(key, this.bars.createPriceLine(options))
      else line.applyOptions(options)
    }
  }

  recolour(history: BarHistory, strategy: string): void {
    this.colours = palette()
    recolour(this.chart, this.colours)
    this.colour()
    this.set(history, strategy, false)
    this.setTrades(this.trades)
    this.setOrders(this.orders)
    rezone(this.chart)
  }

  dispose(): void {
    this.chart.remove()
  }

  // Up is hollow and down is filled: the shape tells it without the colour.
  private colour(): void {
    const { up, down, panel, accent, slow, muted } = this.colours
    this.bars.applyOptions({ upColor: panel, downColor: down, borderUpColor: up, borderDownColor: down, wickUpColor: up, wickDownColor: down, priceLineColor: muted })
    this.fast.applyOptions({ color: accent })
    this.slow.applyOptions({ color: slow })
    for (const series of this.lower.values()) series.applyOptions({ color: muted })
  }

  // The pane below comes and goes with what the strategy has to show in it.
  private setLower(names: readonly string[]): void {
    for (const [name, series] of this.lower) {
      if (names.includes(name)) continue
      this.chart.removeSeries(series)
      this.lower.delete(name)
    }
    for (const name of names) {
      if (this.lower.has(name)) continue
      const priceFormat = { type: 'custom' as const, minMove: 10 ** -this.decimals, formatter: (value: number) => fixed(value, this.decimals) }
      const options = { ...Line, lineWidth: 1 as const, lastValueVisible: true, title: spaced(name), color: this.colours.muted, priceFormat }
      this.lower.set(name, this.chart.addSeries(LineSeries, options, 1))
    }
    const [upper, lower] = this.chart.panes()
    upper?.setStretchFactor(5)
    lower?.setStretchFactor(1)
  }

  private surgeOf(bar: Bar, plots: StrategyPlots, i: number): { time: UTCTimestamp; value?: number; color?: string } {
    const time = chartTime(bar.time)
    return plots.surge[i] === 1 ? { time, value: 1, color: faint(this.colours.warn, 0.22) } : { time }
  }
}

function candle(bar: Bar): { time: UTCTimestamp; open: number; high: number; low: number; close: number } {
  return { time: chartTime(bar.time), open: bar.open, high: bar.high, low: bar.low, close: bar.close }
}

function point(bar: Bar, value: number | null | undefined): { time: UTCTimestamp; value?: number } {
  const time = chartTime(bar.time)
  return value === null || value === undefined ? { time } : { time, value }
}
