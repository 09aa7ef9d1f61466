using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;

namespace TradeBooks.Benchmarks.Books;

/// <summary>The depth frames of a recorded stream and what they say, in memory: the snapshot first, then the updates.</summary>
internal sealed class DepthCapture : IMarketSink
{
    /// <summary>Updates in the capture.</summary>
    public const int Messages = 3451;

    /// <summary>Levels in these updates.</summary>
    public const int Levels = 124_090;

    /// <summary>Names the capture where it is not beside the repository.</summary>
    public const string Variable = "TRADEBOOKS_BOOK_CAPTURE";

    private const string Relative = "shared/data/book/binance/binance_spot_btcusdt_20240808.gz";

    private DepthCapture()
    {
    }

    public List<(byte[] Frame, EventTime ReceivedTime, string? Symbol)> Frames { get; } = [];

    /// <summary>The frame of the snapshot, one of <see cref="Frames"/>, which came over REST and so names no symbol.</summary>
    public byte[] SnapshotFrame { get; private set; } = [];

    /// <summary>The frames of the updates, in the order of <see cref="Updates"/>.</summary>
    public IEnumerable<(byte[] Frame, EventTime ReceivedTime, string? Symbol)> UpdateFrames => Frames.Where(frame => frame.Frame != SnapshotFrame);

    public DepthEvent? Snapshot { get; private set; }

    public List<DepthEvent> Updates { get; } = [];

    /// <exception cref="InvalidOperationException">The capture is not there, or another one.</exception>
    public static DepthCapture Load()
    {
        var path = Environment.GetEnvironmentVariable(Variable) ?? Find()
            ?? throw new InvalidOperationException($"../{Relative} is not beside the repository; {Variable} may name it");
        var capture = new DepthCapture();
        var parser = Exchange.BinanceSpot.CreateParser();
        foreach (var frame in CaptureReader.ReadAll([path], CaptureFormat.HftBacktest))
        {
            var before = capture.Updates.Count;
            var hadSnapshot = capture.Snapshot is not null;
            if (parser.TryRead(frame.Frame.Span, frame.ReceivedTime, capture, frame.Symbol) is { } reason)
                throw frame.Wrong(reason);
            if (capture.Updates.Count == before && (capture.Snapshot is null || hadSnapshot))
                continue;
            capture.Frames.Add((frame.Frame.ToArray(), frame.ReceivedTime, frame.Symbol));
            if (!hadSnapshot && capture.Snapshot is not null)
                capture.SnapshotFrame = capture.Frames[^1].Frame;
        }

        var levels = capture.Updates.Sum(update => update.Bids.Length + update.Asks.Length);
        return capture.Snapshot is not null && capture.Updates.Count == Messages && levels == Levels
            ? capture
            : throw new InvalidOperationException($"{path} has {capture.Updates.Count} updates of {levels} levels");
    }

    public void OnDepth(string symbol, DepthBuffer depth)
    {
        if (depth.Header.IsSnapshot)
            Snapshot = depth.ToEvent();
        else
            Updates.Add(depth.ToEvent());
    }

    public void OnTrade(string symbol, in Trade trade, EventTime receivedTime)
    {
    }

    public void OnQuote(string symbol, in Quote quote, long updateId)
    {
    }

    public void OnNotice(FrameNotice notice, string text)
    {
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, Relative) is var path && File.Exists(path))
                return path;
        }

        return null;
    }
}
