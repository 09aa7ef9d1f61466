using Orleans.Streams;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Grains.Interfaces;
using TradeBooks.Silo.Settings;

namespace TradeBooks.Silo.Feeding;

/// <summary>
/// Development's source: the bars of a folder as records, through streams in memory, once after every start. The
/// records are those that a topic would hold, so the grains do not know the difference.
/// </summary>
internal sealed partial class FileFeed(IClusterClient cluster, TradingSettings settings, ILogger<FileFeed> logger) : BackgroundService
{
    private const int MostRecords = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var provider = cluster.GetStreamProvider(StreamNames.Provider);
        var streams = settings.Symbols
            .Select(symbol => provider.GetStream<RecordBatch>(StreamId.Create(StreamNames.Bars, symbol))).ToList();
        using var files = CsvBarFeedSet.Open(settings.Bars!, settings.Symbols, new CsvBarFeedOptions { TimeZone = settings.TimeZone });
        var batches = files.Feeds.Select(feed => new RecordBatchBuilder(feed.FileName)).ToList();
        var merge = new EventMerge(files.Feeds, new ReplayRange());
        var bars = 0L;
        while (merge.MoveNext())
        {
            var symbol = merge.Symbol;
            var batch = batches[symbol];
            if (merge.IsEnd)
            {
                batch.AddEnd();
            }
            else
            {
                batch.Add(merge.Event.Bar, merge.Event.Position.Offset);
                bars++;
            }

            if (batch.Count >= MostRecords || merge.IsEnd)
                await SendAsync(streams[symbol], batch.Take(), stoppingToken);
        }

        LogRead(bars, settings.Bars!);
    }

    private async Task SendAsync(IAsyncStream<RecordBatch> stream, RecordBatch batch, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await stream.OnNextAsync(batch);
                return;
            }
            catch (Exception e) when (e is InvalidOperationException or OrleansException or TimeoutException)
            {
                // Streams in memory refuse what they have no room for.
                LogWaits(e.Message);
                await Task.Delay(Pause, stop);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "All {Bars} bars of {Folder} are on their way")]
    private partial void LogRead(long bars, string folder);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The streams take no more for now: {Reason}")]
    private partial void LogWaits(string reason);
}
