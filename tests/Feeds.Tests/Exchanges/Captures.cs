using TradeBooks.Domain.Market;
using TradeBooks.Feeds.Captures;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Tests;

namespace TradeBooks.Feeds.Tests.Exchanges;

/// <summary>The recorded frames beside the repository.</summary>
internal static class Captures
{
    public static readonly (string File, CaptureFormat Format, Exchange Exchange)[] All =
    [
        ("binance/binance_spot_btcusdt_20240808.gz", CaptureFormat.HftBacktest, Exchange.BinanceSpot),
        ("binance/binance_spot_btcusdt_20240809.gz", CaptureFormat.HftBacktest, Exchange.BinanceSpot),
        ("binance/binance_usdm_btcusdt_20240808.gz", CaptureFormat.HftBacktest, Exchange.BinanceUsdm),
        ("binance/cryptofeed_spot_ws.txt.gz", CaptureFormat.Cryptofeed, Exchange.BinanceSpot),
        ("binance/cryptofeed_spot_snapshots.txt.gz", CaptureFormat.Cryptofeed, Exchange.BinanceSpot),
        ("kraken/book1000_ws_v1_checksum.txt.gz", CaptureFormat.Cryptofeed, Exchange.Kraken),
        ("kraken/trade_ws_v1.txt.gz", CaptureFormat.Cryptofeed, Exchange.Kraken),
        ("coinbase/level2_ws.txt.gz", CaptureFormat.Cryptofeed, Exchange.Coinbase),
    ];

    /// <summary>Reads files as one stream; skips the test where they are absent.</summary>
    public static void Read(Exchange exchange, CaptureFormat format, IMarketSink sink, params string[] files)
    {
        var parser = exchange.CreateParser();
        string[] paths = [.. files.Select(file => SharedData.Path("book/" + file))];
        foreach (var capture in CaptureReader.ReadAll(paths, format))
            Assert.Null(parser.TryRead(capture.Frame.Span, capture.ReceivedTime, sink, capture.Symbol));
    }

    /// <summary>The frames of files, to be damaged.</summary>
    public static List<(byte[] Frame, EventTime ReceivedTime, string? Symbol)> Load(CaptureFormat format, params string[] files) =>
        [.. CaptureReader.ReadAll([.. files.Select(file => SharedData.Path("book/" + file))], format)
            .Select(capture => (capture.Frame.ToArray(), capture.ReceivedTime, capture.Symbol))];
}
