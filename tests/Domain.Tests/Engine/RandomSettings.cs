namespace TradeBooks.Domain.Tests.Engine;

/// <summary>Costs, sizes and limits at random; the same seed gives the same settings.</summary>
internal static class RandomSettings
{
    /// <summary>Settings for symbols with an order book.</summary>
    public static string ForBooks(int seed) => Make(seed, canFillAtClose: false)
        .Replace("sizing=all-in", "sizing=risk", StringComparison.Ordinal) + $" exchange=coinbase order_latency_us={seed % 4}";

    public static string Make(int seed, bool canFillAtClose = true)
    {
        var random = new Random(seed);
        return string.Join(
            ' ',
            Pick("fees=none", "fees=per-share fee_minimum=1", "fees=percent fee_percent=0.013 fee_cap_percent=0.01"),
            Pick("slippage_bps=0", "slippage_bps=1.5", "slippage_ticks=1"),
            Pick("max_open_positions=off", "max_open_positions=1", "max_open_positions=2", "max_open_positions=3"),
            Pick("max_position_notional=off", "max_position_notional=0.2"),
            Pick("max_daily_loss=off", "max_daily_loss=0.01"),
            Pick("max_drawdown=off", "max_drawdown=0.1"),
            Pick("multiplier=1", "multiplier=10"),
            Pick("lot_size=1", "lot_size=0.001"),
            canFillAtClose ? Pick("fill=next-open", "fill=close") : "fill=next-open",
            Pick("risk_per_trade=0.01", "risk_per_trade=0.1"),
            Pick("sizing=notional", "sizing=all-in", "sizing=quantity quantity=2", "sizing=target cash_buffer=0.01"));

        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }
}
