using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Cli.Serving;
using TradeBooks.Domain.Desk;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Web.Live;

namespace TradeBooks.Cli.Tests;

public sealed class CaptureServeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("""3 {"e":"depthUpdate","E":1700000000002,"s":"X","U":7,"u":7,"b":[["99","0"],["98","4"]],"a":[]}""", null)]
    [InlineData("""3 {"e":"depthUpdate","E":1700000000002,"s":"X","U":9,"u":9,"b":[],"a":[]}""", "updates are missing")]
    public async Task Symbol_OfRecordedFrames_HasItsBook(string last, string? reason)
    {
        using var folder = new TemporaryFolder();
        var bids = string.Join(',', Enumerable.Range(0, 60).Select(i => $"[\"{99 - i * 0.5}\",\"{i + 1}\"]"));
        File.WriteAllLines(folder["frames.txt"],
        [
            $$"""1 {"s":"X","lastUpdateId":5,"bids":[{{bids}}],"asks":[["101","2"]]}""",
            """2 {"e":"depthUpdate","E":1700000000001,"s":"X","U":6,"u":6,"b":[],"a":[["100.5","3"]]}""",
            last,
        ]);
        var cancellation = TestContext.Current.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var live = new LiveFeed();
        using var watch = new WatchedRun(live, TimeProvider.System);
        var request = new RunRequest
        {
            Capture = new CaptureFiles(Exchange.BinanceSpot, CaptureFormat.HftBacktest, [folder["frames.txt"]]),
            Symbols = [],
            Strategies = ["book-imbalance"],
            Out = folder["out"],
            Settings = new Dictionary<string, string>(),
        };
        var run = Task.Factory.StartNew(
            () =>
            {
                new BacktestRun(TimeProvider.System, () => TimeSpan.Zero, watch).Run(request, new NoProgress(), stop.Token);
                watch.ServeUntil(stop.Token);
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => watch.HasBegun || run.IsCompleted, Patience), "the run does not begin");
        SymbolView view;
        do
        {
            view = await watch.AskAsync(state => state.Symbol("x"), cancellation).WaitAsync(Patience, cancellation);
        }
        while (view.Time.Microseconds < 1_700_000_000_002_000);

        await stop.CancelAsync();
        await run.WaitAsync(Patience, cancellation);
        var book = view.Book!;
        Assert.Equal((reason is null, reason), (book.IsInSync, book.Reason));
        Assert.Equal((3, 1), (book.Counters.Messages + book.Counters.Snapshots, book.Counters.Snapshots));
        if (reason is not null)
        {
            Assert.Empty(book.Bids);
            return;
        }

        Assert.Equal(7, book.LastUpdateId);
        Assert.Equal([new BookLevelView(100.5m, 3m), new BookLevelView(101m, 2m)], book.Asks);
        Assert.Equal((50, new BookLevelView(98.5m, 2m), new BookLevelView(98m, 4m)), (book.Bids.Count, book.Bids[0], book.Bids[1]));
    }
}
