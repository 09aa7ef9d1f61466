using TradeBooks.Cli.Output;
using TradeBooks.Domain.Books;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Cli.Running;

/// <summary>Feeds recorded frames through the way that frames of a live connection take, into the books of their symbols.</summary>
internal sealed class ReplayRun(TimeProvider clock)
{
    /// <returns>The books by symbol, as they were at the end.</returns>
    /// <exception cref="FeedException">A file can't be read, or a frame is damaged; the message names file and line.</exception>
    /// <exception cref="IOException">The tops can't be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IReadOnlyDictionary<string, SyncedBook> Run(ReplayRequest request, IMarketSink? publisher, CancellationToken stop)
    {
        using var tops = request.Tops is { } path ? new TopsFile(path) : null;
        var books = new ExchangeBooks(request.Exchange, tops is null ? null : tops.Write);
        IMarketSink sink = publisher is null ? books : new SinkPair(books, publisher);
        var parser = request.Exchange.CreateParser();
        var pacer = request.Speed.Factor is { } factor ? new Pacer(factor, clock) : null;
        foreach (var capture in CaptureReader.ReadAll(request.Files, request.Format))
        {
            stop.ThrowIfCancellationRequested();
            Wait(pacer, capture, stop);
            if (parser.TryRead(capture.Frame.Span, capture.ReceivedTime, sink, capture.Symbol) is { } reason)
                throw capture.Wrong(reason);
        }

        tops?.Complete();
        return books.Books;
    }

    private static void Wait(Pacer? pacer, CaptureReader capture, CancellationToken stop)
    {
        if (pacer?.UntilDue(capture.ReceivedTime) is { } wait && wait > TimeSpan.Zero)
            stop.WaitHandle.WaitOne(wait);
        stop.ThrowIfCancellationRequested();
    }
}
