import { AreaSeries, LineSeries, LineStyle, type AreaData, type IChartApi, type IPriceLine, type ISeriesApi, type LineData, type UTCTimestamp } from 'lightweight-charts'
import type { EquityPoint } from '../api/types'
import { money, percent } from '../format/number'
import { chartTime, newChart, recolour, rezone } from './base'
import { faint, palette } from './palette'

/** Equity over time, and below it how far it stands under its peak. */
export class EquityChart {
  private readonly chart: IChartApi
  private readonly equity: ISeriesApi<'Line'>
  private readonly drawdown: ISeriesApi<'Area'>
  private start: IPriceLine | undefined
  private peak = 0
  private last: UTCTimestamp | undefined
  private initial = 0

  /** Points that it holds. */
  points = 0

  constructor(container: HTMLElement) {
    this.chart = newChart(container, palette())
    this.equity = this.chart.addSeries(LineSeries, { lineWidth: 2, priceFormat: { type: 'custom', minMove: 0.01, formatter: money } })
    this.drawdown = this.chart.addSeries(
      AreaSeries,
      { lineWidth: 1, invertFilledArea: true, lastValueVisible: true, priceLineVisible: false, priceFormat: { type: 'custom', minMove: 0.000001, formatter: (value: number) => percent(value) } },
      1,
    )
    const [upper, lower] = this.chart.panes()
    upper?.setStretchFactor(3)
    lower?.setStretchFactor(1)
    this.chart.timeScale().applyOptions({ rightOffset: 2 })
    this.recolour()
  }

  /** Shows these points and no others. */
  set(points: readonly EquityPoint[], initialCash: number): void {
    this.initial = initialCash
    this.peak = initialCash
    const equity: LineData[] = []
    const drawdown: AreaData[] = []
    for (const point of points) {
      const [line, area] = this.next(point)
      if (equity.at(-1)?.time === line.time) {
        equity.pop()
        drawdown.pop()
      }
      equity.push(line)
      drawdown.push(area)
    }
    this.points = equity.length
    this.last = equity.at(-1)?.time as UTCTimestamp | undefined
    this.equity.setData(equity)
    this.drawdown.setData(drawdown)
    this.showStart()
    this.chart.timeScale().fitContent()
  }

  /** Goes on with what came live. */
  add(points: readonly EquityPoint[]): void {
    const scale = this.chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    const isWhole = range === null || (range.from <= 1 && range.to >= this.points - 2)
    for (const point of points) {
      const [line, area] = this.next(point)
      const time = line.time as UTCTimestamp
      if (this.last !== undefined && time < this.last) continue
      if (time !== this.last) this.points++
      this.last = time
      this.equity.update(line)
      this.drawdown.update(area)
    }
    if (isWhole) scale.fitContent()
  }

  recolour(): void {
    const colours = palette()
    recolour(this.chart, colours)
    this.equity.applyOptions({ color: colours.accent, priceLineColor: colours.accent })
    this.drawdown.applyOptions({
      lineColor: colours.down,
      topColor: faint(colours.down, 0.08),
      bottomColor: faint(colours.down, 0.35),
    })
    this.showStart()
  }

  /** Draws the times anew: after a change of the zone. */
  rezone(): void {
    rezone(this.chart)
  }

  dispose(): void {
    this.chart.remove()
  }

  private next(point: EquityPoint): [LineData, AreaData] {
    const time = chartTime(point.time)
    this.peak = Math.max(this.peak, point.equity)
    return [
      { time, value: point.equity },
      { time, value: this.peak > 0 ? point.equity / this.peak - 1 : 0 },
    ]
  }

  private showStart(): void {
    if (this.start !== undefined) this.equity.removePriceLine(this.start)
    this.start = undefined
    if (this.initial <= 0) return
    this.start = this.equity.createPriceLine({
      price: this.initial,
      color: palette().muted,
      lineStyle: LineStyle.Dotted,
      lineWidth: 1,
      axisLabelVisible: false,
      title: 'start',
    })
  }
}
