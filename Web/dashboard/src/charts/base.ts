import { ColorType, CrosshairMode, createChart, TickMarkType, type ChartOptions, type DeepPartial, type IChartApi, type Time, type UTCTimestamp } from 'lightweight-charts'
import { currentZone, dateTime, parts } from '../format/time'
import { faint, type Palette } from './palette'

/** Seconds, as the charts count time. */
export function chartTime(time: string): UTCTimestamp {
  return Math.floor(Date.parse(time) / 1000) as UTCTimestamp
}

function colours(palette: Palette): DeepPartial<ChartOptions> {
  return {
    layout: {
      background: { type: ColorType.Solid, color: palette.panel },
      textColor: palette.muted,
      panes: { separatorColor: palette.line, separatorHoverColor: faint(palette.accent, 0.3) },
    },
    grid: { vertLines: { color: faint(palette.line, 0.5) }, horzLines: { color: faint(palette.line, 0.5) } },
    rightPriceScale: { borderColor: palette.line },
    timeScale: { borderColor: palette.line },
    crosshair: {
      vertLine: { color: palette.muted, labelBackgroundColor: palette.accent },
      horzLine: { color: palette.muted, labelBackgroundColor: palette.accent },
    },
  }
}

/** A chart in the page's colours, type and time zone. */
export function newChart(container: HTMLElement, palette: Palette): IChartApi {
  const style = getComputedStyle(container)
  const chart = createChart(container, {
    autoSize: true,
    crosshair: { mode: CrosshairMode.Normal },
    layout: {
      fontFamily: style.fontFamily,
      fontSize: Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8),
      // The help dialog names and links the library: its own mark would need a style that the page's policy forbids.
      attributionLogo: false,
    },
    timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 4, minBarSpacing: 0.02, tickMarkFormatter: tickMark },
    localization: { locale: 'en-US', timeFormatter: (time: Time) => dateTime(new Date(Number(time) * 1000).toISOString()) },
    handleScroll: { vertTouchDrag: false },
  })
  chart.applyOptions(colours(palette))
  return chart
}

export function recolour(chart: IChartApi, palette: Palette): void {
  chart.applyOptions(colours(palette))
}

function tickMark(time: Time, kind: TickMarkType): string {
  const { date, clock, seconds } = parts(Number(time) * 1000, currentZone())
  switch (kind) {
    case TickMarkType.Year:
      return date.slice(0, 4)
    case TickMarkType.Month:
    case TickMarkType.DayOfMonth:
      return date.slice(5)
    case TickMarkType.Time:
      return clock
    default:
      return `${clock}:${seconds}`
  }
}

/** Draws the times anew, in the zone that is on: only another formatter makes the chart forget its labels. */
export function rezone(chart: IChartApi): void {
  chart.applyOptions({
    timeScale: { tickMarkFormatter: (time: Time, kind: TickMarkType) => tickMark(time, kind) },
    localization: { timeFormatter: (time: Time) => dateTime(new Date(Number(time) * 1000).toISOString()) },
  })
}
