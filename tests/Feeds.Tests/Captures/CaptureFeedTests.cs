using System.Globalization;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Captures;

public sealed class CaptureFeedTests : IDisposable
{
    private const string BadFrame = "77 {\"e\":\"trade\"";
    private const string BadLine = "no time {}";

    private readonly string _folder = Directory.CreateTempSubdirectory("tradebooks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NextBatch_FramesOfOneTimeAndBackInTime_KeepTheirOrderEachAtATimeOfItsOwn()
    {
        var capture = Write(
            Snapshot(5), Depth("X", 1_000, 6), Trade("X", 1_000, 1), Trade("X", 990, 2), Quote("X", 7), Depth("Y", 1_001, 6), Depth("X", 1_001, 7));
        using var set = Open(capture);
        Assert.Equal(["x", "y"], set.Feeds.Select(feed => feed.Symbol));
        var events = ReadAll(set.Feeds[0]);
        Assert.Equal(
            ["DepthSnapshot 1 at 100000", "DepthUpdate 2 at 1000000", "Trade 3 at 1000001", "Trade 4 at 1000002", "DepthUpdate 7 at 1001000"],
            events.Select(Text));
        Assert.Equal(["DepthUpdate 6 at 1001000"], ReadAll(set.Feeds[1]).Select(Text));
    }

    [Fact]
    public void NextBatch_WithQuotes_HasThemToo()
    {
        var capture = Write(Snapshot(5), Quote("X", 6), Trade("X", 1_000, 1));
        using var set = Open(capture, withQuotes: true);
        Assert.Equal(["DepthSnapshot 1 at 100000", "Quote 2 at 100001", "Trade 3 at 1000000"], ReadAll(set.Feeds[0]).Select(Text));
        using var without = Open(capture);
        Assert.Equal(["DepthSnapshot 1 at 100000", "Trade 3 at 1000000"], ReadAll(without.Feeds[0]).Select(Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NextBatch_StartedAfterAnyEvent_GivesTheRest(bool withBadFrames)
    {
        var random = new Random(1);
        var lines = new List<string> { Snapshot(5) };
        for (var i = 0; i < 900; i++)
        {
            lines.Add(random.Next(3) == 0 ? Depth(Name(random), 1_000 + random.Next(40), 6 + i) : Trade(Name(random), 1_000 + random.Next(40), i));
            if (withBadFrames && i % 9 == 8)
                lines.Add(i % 2 == 0 ? BadFrame : BadLine);
        }

        var capture = Write([.. lines]) with { SkipsBadFrames = withBadFrames };
        using var whole = Open(capture);
        var events = whole.Feeds.Select(ReadAll).ToList();
        Assert.Equal(901 + (withBadFrames ? 2 * 100 : 0), events.Sum(some => some.Count));
        foreach (var feed in whole.Feeds.Select((feed, i) => (feed.Symbol, Events: events[i])))
        {
            for (var i = 0; i < feed.Events.Count; i += 7)
            {
                using var rest = Open(capture, startAfter: new() { [feed.Symbol] = Position(feed.Events[i]) });
                var read = ReadAll(rest.Feeds.Single(one => one.Symbol == feed.Symbol));
                Assert.Equal(feed.Events.Skip(i + 1).Select(Text), read.Select(Text));
            }
        }
    }

    [Fact]
    public void NextBatch_StartedAfterWhatIsNotThereAnyMore_SaysSo()
    {
        var capture = Write(Snapshot(5), Trade("X", 1_000, 1), Trade("X", 1_001, 2));
        Assert.Contains("event 2 was of x at 1970-01-01T00:00:01.005Z, it is another now", Failure(new CapturePosition(2, new EventTime(1_005_000))), StringComparison.Ordinal);
        Assert.Contains("the files end before it now", Failure(new CapturePosition(9, new EventTime(1_005_000))), StringComparison.Ordinal);

        string Failure(CapturePosition position)
        {
            using var set = Open(capture, startAfter: new() { ["x"] = position });
            return Assert.Throws<FeedException>(() => ReadAll(set.Feeds[0])).Message;
        }
    }

    [Fact]
    public void NextBatch_DamagedFrame_ServesWhatIsBeforeItAndNamesFileAndLine()
    {
        var capture = Write(Snapshot(5), Trade("X", 1_000, 1), BadFrame, Trade("X", 1_001, 2));
        var contents = new CaptureContents(["x"], 3);
        using var set = CaptureFeedSet.Open(capture, contents, ["x"], withQuotes: false, new Dictionary<string, CapturePosition>());
        var feed = set.Feeds[0];
        Assert.Equal(2, feed.NextBatch().Count);
        for (var i = 0; i < 2; i++)
        {
            var error = Assert.Throws<FeedException>(() => feed.NextBatch());
            Assert.StartsWith($"{capture.Files[0]}: line 3: ", error.Message, StringComparison.Ordinal);
        }

        Assert.StartsWith($"{capture.Files[0]}: line 3: ", Assert.Throws<FeedException>(() => CaptureContents.Read(capture)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NextBatch_BadFramesLeftOut_AreLostToEverySymbolThatHasBegun()
    {
        string[] lines = [Snapshot(5), BadLine, Depth("Y", 2_000, 6), Trade("X", 1_000, 1), BadFrame, Trade("X", 1_000, 2), BadLine];
        var capture = Write(lines) with { SkipsBadFrames = true };
        var contents = CaptureContents.Read(capture);
        Assert.Equal(7, contents.Events);
        Assert.Equal([2L, 5L, 7L], contents.BadFrames.Select(row => row.Line));
        Assert.All(contents.BadFrames, row => Assert.Equal(capture.Files[0], row.File));
        Assert.Equal([BadLine, BadFrame, BadLine], contents.BadFrames.Select(row => row.Text));
        Assert.Equal("the line is not of the capture's format", contents.BadFrames[0].Reason);
        using var set = Open(capture);
        Assert.Equal(
            [
                "DepthSnapshot 1 at 100000", "DepthLost 2 at 100001", "Trade 4 at 1000000", "DepthLost 5 at 1000001", "Trade 6 at 1000002",
                "DepthLost 7 at 1000003",
            ],
            ReadAll(set.Feeds[0]).Select(Text));
        Assert.Equal(["DepthUpdate 3 at 2000000", "DepthLost 5 at 2000001", "DepthLost 7 at 2000002"], ReadAll(set.Feeds[1]).Select(Text));
        Assert.Equal(1, set.FractionAt(7));
    }

    [Fact]
    public void Read_BadLineOfAnyLength_IsShownInPart()
    {
        var capture = Write(Snapshot(5), new string('é', 5_000)) with { SkipsBadFrames = true };
        Assert.Equal(new string('é', 100), Assert.Single(CaptureContents.Read(capture).BadFrames).Text);
    }

    [Theory]
    [InlineData("has nothing of Z", "nothing of Z; they have x, y", "Z")]
    [InlineData("twice", "'x' is given twice", "X", "x")]
    public void Choose_WrongSymbols_SaysSo(string what, string reason, params string[] symbols)
    {
        var capture = Write(Snapshot(5), Trade("X", 1_000, 1), Trade("Y", 1_000, 1));
        var error = Assert.Throws<FeedException>(() => CaptureFeedSet.Choose(capture, CaptureContents.Read(capture), symbols));
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void Merge_SymbolsOfOneCapture_AreInTimeOrderAndComplete()
    {
        var capture = new CaptureFiles(Exchange.Kraken, CaptureFormat.Cryptofeed, [SharedData.Path("book/kraken/book1000_ws_v1_checksum.txt.gz")]);
        var contents = CaptureContents.Read(capture);
        Assert.Equal((10, 4279), (contents.Symbols.Count, contents.Events));
        using var set = CaptureFeedSet.Open(capture, contents, contents.Symbols, withQuotes: false, new Dictionary<string, CapturePosition>());
        var merge = new EventMerge(set.Feeds, new ReplayRange());
        var last = new Dictionary<int, MarketEvent>();
        var time = EventTime.MinValue;
        var (events, ends) = (0, 0);
        while (merge.MoveNext())
        {
            if (merge.IsEnd)
            {
                ends++;
                continue;
            }

            Assert.True(merge.Time >= time, $"{merge.Time} after {time}");
            time = merge.Time;
            if (last.TryGetValue(merge.Symbol, out var before))
                Assert.True(merge.Event.Position.IsAfter(before.Position) && merge.Event.Time > before.Time, "a symbol's events are in order of arrival");
            last[merge.Symbol] = merge.Event;
            events++;
        }

        Assert.Equal((4279, 10), (events, ends));
    }

    private static string Name(Random random) => random.Next(3) == 0 ? "X" : "Y";

    private static CapturePosition Position(in MarketEvent e) => new(e.Position.Offset, e.Time);

    private static CaptureFeedSet Open(CaptureFiles capture, bool withQuotes = false, Dictionary<string, CapturePosition>? startAfter = null)
    {
        var contents = CaptureContents.Read(capture);
        return CaptureFeedSet.Open(capture, contents, contents.Symbols, withQuotes, startAfter ?? []);
    }

    private static List<MarketEvent> ReadAll(CaptureFeed feed)
    {
        var events = new List<MarketEvent>();
        for (var batch = feed.NextBatch(); batch.Count > 0; batch = feed.NextBatch())
            events.AddRange(batch.Events.AsSpan(0, batch.Count));
        return events;
    }

    private static string Text(MarketEvent e) => string.Create(CultureInfo.InvariantCulture, $"{e.Kind} {e.Position.Offset} at {e.Time.Microseconds}");

    private CaptureFiles Write(params string[] lines)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".txt");
        File.WriteAllLines(file, lines);
        return new CaptureFiles(Exchange.BinanceSpot, CaptureFormat.HftBacktest, [file]);
    }

    // Received at 100 ms by the recorder's clock, which is behind the exchange's.
    private static string Snapshot(long id) => Invariant($$"""100000000 {"s":"X","lastUpdateId":{{id}},"bids":[["99","1"]],"asks":[["101","1"]]}""");

    private static string Depth(string symbol, long milliseconds, long id) => Invariant(
        $$"""100000000 {"e":"depthUpdate","E":{{milliseconds}},"s":"{{symbol}}","U":{{id}},"u":{{id}},"b":[["99","2"]],"a":[]}""");

    private static string Trade(string symbol, long milliseconds, long id) => Invariant(
        $$"""100000000 {"e":"trade","E":{{milliseconds}},"s":"{{symbol}}","t":{{id}},"p":"100.5","q":"2","T":{{milliseconds}},"m":true}""");

    private static string Quote(string symbol, long id) => Invariant(
        $$"""100000000 {"u":{{id}},"s":"{{symbol}}","b":"99","B":"1","a":"101","A":"1"}""");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
