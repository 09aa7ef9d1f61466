using TradeBooks.EndToEnd.Tests.Running;
using TradeBooks.Tests;

namespace TradeBooks.EndToEnd.Tests.Captures;

/// <summary>Backtests of the recorded frames beside the repository.</summary>
internal static class CaptureRuns
{
    public const string TwoDays = "spot";

    /// <summary>All arguments but <c>--out</c>; skips the test where the frames are absent.</summary>
    public static string[] Arguments(string name) => name switch
    {
        TwoDays =>
        [
            .. Frames("binance-spot", "hftbacktest", "binance/binance_spot_btcusdt_20240808.gz", "binance/binance_spot_btcusdt_20240809.gz"),
            "--set", "levels=1", "--set", "fees=percent", "--set", "fee_percent=0.1", "--set", "take_profit_bps=3", "--set", "stop_loss_bps=3",
        ],
        "usdm" => Frames("binance-usdm", "hftbacktest", "binance/binance_usdm_btcusdt_20240808.gz"),
        "kraken" =>
        [
            .. Frames("kraken", "cryptofeed", "kraken/book1000_ws_v1_checksum.txt.gz", "kraken/trade_ws_v1.txt.gz"),
            "--set", "enter=0.3", "--set", "microprice=0", "--set", "max_spread_bps=0", "--set", "hold=2", "--set", "cooldown=0",
        ],
        "coinbase" =>
        [
            .. Frames("coinbase", "cryptofeed", "coinbase/level2_ws.txt.gz"),
            "--set", "enter=0.3", "--set", "microprice=0", "--set", "max_spread_bps=0", "--set", "hold=2", "--set", "cooldown=0",
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such run"),
    };

    public static RunResults Run(string name, string output)
    {
        RunningProgram.Run(["backtest", .. Arguments(name), "--out", output]).ShouldExit(0);
        return new RunResults(output);
    }

    private static string[] Frames(string exchange, string format, params string[] files) =>
    [
        "--exchange", exchange, "--format", format, "--strategies", "book-imbalance", "--set", "lot_size=0.00001", "--set", "days_per_year=365",
        .. files.Select(file => SharedData.Path("book/" + file)),
    ];
}
