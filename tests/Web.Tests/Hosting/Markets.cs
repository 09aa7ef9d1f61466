using TradeBooks.Domain.Books;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Web.Tests.Hosting;

/// <summary>Connections and books as a desk may have them.</summary>
internal static class Markets
{
    /// <summary>A book that is not known to be right.</summary>
    public static readonly BookView NoBook = new(EventTime.MinValue, [], [])
    {
        IsInSync = false,
        Reason = DepthReason.Gap.ToText(),
        Counters = new BookCounters(40, 1, 30, 8, 1, 0, 2),
    };

    /// <summary>A connection, up or not.</summary>
    public static ConnectionView Connection(bool isConnected, int number = 1) => new()
    {
        Exchange = "kraken",
        Number = number,
        IsConnected = isConnected,
        Symbols = ["ETH/USD", "XBT/USD"],
        InSync = isConnected ? 2 : 0,
        Frames = 12_345,
        Bytes = 6_543_210,
        BadFrames = 3,
        Events = 11_000,
        Connects = 4,
        Snapshots = 9,
        Resyncs = 5,
        Refusals = 6,
        LatencyMilliseconds = isConnected ? -1.5 : null,
        AverageLatencyMilliseconds = isConnected ? 23.25 : null,
        LastFrame = isConnected ? FakeDesk.At(4) : EventTime.MinValue,
        FramesPerSecond = 210.5,
        BytesPerSecond = 104_857.6,
    };
}
