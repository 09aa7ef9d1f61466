using TradeBooks.Cli.Output;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Cli.Running;

/// <summary>Feeds recorded frames through the way that frames of a live connection take, into the books of their symbols.</summary>
internal sealed class ReplayRun(TimeProvider clock)
{
    /// <param name="request">What is to be done.</param>
    /// <param name="publisher">Takes depth and trades; null where they go nowhere else.</param>
    /// <param name="barPublisher">Takes the bars; null where they go nowhere else.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FeedException">A file can't be read, or a frame is damaged and is not to be left out; the message names file and line.</exception>
    /// <exception cref="SettingException">One file is named for the bars of several symbols.</exception>
    /// <exception cref="IOException">Tops or bars can't be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ReplayResult Run(ReplayRequest request, IMarketSink? publisher, BarPublisher? barPublisher, CancellationToken stop)
    {
        var capture = request.Capture;
        using var tops = request.Tops is { } path ? new TopsFile(path) : null;
        using var barFiles = request.BarsOut is { } target ? new BarFiles(target) : null;
        var bars = request.BarInterval is { } interval ? new TradeBars(interval, (symbol, bar) => Pass(symbol, bar, barFiles, barPublisher)) : null;
        var books = new ExchangeBooks(capture.Exchange, tops is null ? null : tops.Write);
        var sink = new ReplaySink(capture.Exchange, books, publisher, bars);
        var (badFrames, firstBad) = (0L, (string?)null);
        var parser = capture.Exchange.CreateParser();
        var pacer = request.Speed.Factor is { } factor ? new Pacer(factor, clock) : null;
        foreach (var reader in CaptureReader.ReadAll(capture.Files, capture.Format, capture.SkipsBadFrames ? LeaveOut : null))
        {
            stop.ThrowIfCancellationRequested();
            Wait(pacer, reader, stop);
            if (parser.TryRead(reader.Frame.Span, reader.ReceivedTime, sink, reader.Symbol) is not { } reason)
                continue;
            if (!capture.SkipsBadFrames)
                throw reader.Wrong(reason);
            LeaveOut(reader, reason);
        }

        tops?.Complete();
        barFiles?.Complete();
        return new ReplayResult(books.Books, bars, badFrames, firstBad);

        void LeaveOut(CaptureReader reader, string reason)
        {
            badFrames++;
            firstBad ??= reader.Wrong(reason).Message;
            sink.LoseFrame();
        }
    }

    private static void Pass(string symbol, Bar bar, BarFiles? files, BarPublisher? publisher)
    {
        files?.Write(symbol, bar);
        publisher?.Publish(symbol, bar);
    }

    private static void Wait(Pacer? pacer, CaptureReader capture, CancellationToken stop)
    {
        if (pacer?.UntilDue(capture.ReceivedTime) is { } wait && wait > TimeSpan.Zero)
            stop.WaitHandle.WaitOne(wait);
        stop.ThrowIfCancellationRequested();
    }
}
