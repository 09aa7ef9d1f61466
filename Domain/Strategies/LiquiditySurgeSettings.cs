using TradeBooks.Domain.Indicators;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Strategies;

/// <summary>Settings of <c>lss</c>.</summary>
public sealed record LiquiditySurgeSettings
{
    /// <summary>Bars of the fast EMA.</summary>
    public int Fast { get; init; } = 5;

    /// <summary>Bars of the slow EMA.</summary>
    public int Slow { get; init; } = 20;

    /// <summary>Bars of the ATR.</summary>
    public int Atr { get; init; } = 14;

    /// <summary>Bars before the signal's whose mean activity is the yardstick.</summary>
    public int Window { get; init; } = 20;

    /// <summary>How many times that mean the activity has to exceed.</summary>
    public decimal VolumeMultiplier { get; init; } = 3.0m;

    /// <summary>How near its extreme the bar has to close: fraction of its range.</summary>
    public decimal Rejection { get; init; } = 0.7m;

    /// <summary>Distance of the take profit in ATRs.</summary>
    public decimal TakeProfitAtr { get; init; } = 0.5m;

    /// <summary>Distance of the stop loss in ATRs.</summary>
    public decimal StopLossAtr { get; init; } = 0.3m;

    /// <summary>Whether activity is the bar's volume rather than its absolute change in percent.</summary>
    public bool UsesVolume { get; init; }

    /// <summary>For volatile markets: volume_multiplier 2.5, stop_loss_atr 0.4.</summary>
    public static LiquiditySurgeSettings Volatile => new() { VolumeMultiplier = 2.5m, StopLossAtr = 0.4m };

    /// <summary>For range-bound markets: volume_multiplier 3.5, take_profit_atr 0.3.</summary>
    public static LiquiditySurgeSettings RangeBound => new() { VolumeMultiplier = 3.5m, TakeProfitAtr = 0.3m };

    /// <exception cref="SettingException">A value is out of range.</exception>
    public static LiquiditySurgeSettings Read(SettingsReader reader)
    {
        var preset = reader.Choice("preset", "default", ["default", "volatile", "range-bound"], "lss: set of defaults") switch
        {
            "volatile" => Volatile,
            "range-bound" => RangeBound,
            _ => new LiquiditySurgeSettings(),
        };
        var multiplier = reader.Number(
            "volume_multiplier", preset.VolumeMultiplier, 0.000001m, SurgeDetector.MaxMultiplier,
            "activity / mean activity of a surge");
        if (decimal.Round(multiplier, SurgeDetector.MaxMultiplierScale) != multiplier)
        {
            throw new SettingException(
                $"setting volume_multiplier: '{multiplier}' has more than {SurgeDetector.MaxMultiplierScale} decimals");
        }

        return new LiquiditySurgeSettings
        {
            Fast = reader.WholeNumber("fast", preset.Fast, 1, 100_000, "bars of the fast average"),
            Slow = reader.WholeNumber("slow", preset.Slow, 1, 100_000, "bars of the slow average"),
            Atr = reader.WholeNumber("atr", preset.Atr, 1, 100_000, "bars of the ATR"),
            Window = reader.WholeNumber("window", preset.Window, 1, 100_000, "bars of the mean activity"),
            VolumeMultiplier = multiplier,
            Rejection = reader.Number("rejection", preset.Rejection, 0, 1, "fraction of the range that the close is beyond"),
            TakeProfitAtr = reader.Number("take_profit_atr", preset.TakeProfitAtr, 0.0001m, 1000, "take profit in ATRs"),
            StopLossAtr = reader.Number("stop_loss_atr", preset.StopLossAtr, 0.0001m, 1000, "stop loss in ATRs"),
            UsesVolume = reader.Choice(
                "surge_source", "percent_change", ["percent_change", "volume"], "lss: what activity is") == "volume",
        };
    }
}
