using TradeBooks.Domain.Settings;

namespace TradeBooks.Domain.Strategies;

/// <summary>Settings of <c>book-imbalance</c>.</summary>
public sealed record BookImbalanceSettings
{
    /// <summary>Best levels of each side whose quantities are weighed, 1 or more.</summary>
    public int Levels { get; init; } = 5;

    /// <summary>Imbalance in a side's direction that an entry takes, above 0 up to 1.</summary>
    public decimal Enter { get; init; } = 0.6m;

    /// <summary>Imbalance in the position's direction at which it is left, −1 to below <see cref="Enter"/>.</summary>
    public decimal Exit { get; init; }

    /// <summary>Least (microprice − mid) / spread in an entry's direction, 0 to 0.5.</summary>
    public decimal Microprice { get; init; } = 0.1m;

    /// <summary>Most time in a position, in microseconds.</summary>
    public long Hold { get; init; } = 10_000_000;

    /// <summary>Least time from the end of a position to the next entry, in microseconds.</summary>
    public long Cooldown { get; init; } = 1_000_000;

    /// <summary>Widest spread to enter at, in basis points of the mid; null for any.</summary>
    public decimal? MaxSpread { get; init; } = 2m;

    /// <summary>Whether it buys.</summary>
    public bool IsLong { get; init; } = true;

    /// <summary>Whether it sells short.</summary>
    public bool IsShort { get; init; } = true;

    /// <summary>Distance of the take profit, in basis points of the mid at the signal; null for none.</summary>
    public decimal? TakeProfit { get; init; }

    /// <summary>Distance of the stop loss, in basis points of the mid at the signal; null for none.</summary>
    public decimal? StopLoss { get; init; }

    /// <exception cref="SettingException">A value is out of range.</exception>
    public static BookImbalanceSettings Read(SettingsReader reader)
    {
        var defaults = new BookImbalanceSettings();
        var side = reader.Choice("side", "both", ["both", "long", "short"], "book-imbalance: which sides it trades");
        var settings = new BookImbalanceSettings
        {
            Levels = reader.WholeNumber("levels", defaults.Levels, 1, 1000, "best levels of each side in the imbalance"),
            Enter = reader.Number("enter", defaults.Enter, 0.000001m, 1, "least imbalance of an entry, in its direction"),
            Exit = reader.Number("exit", defaults.Exit, -1, 1, "imbalance, in the position's direction, that ends it"),
            Microprice = reader.Number(
                "microprice", defaults.Microprice, 0, 0.5m, "least (microprice − mid) / spread of an entry, in its direction"),
            Hold = Microseconds(reader.Number("hold", 10m, 0.001m, 86_400, "most seconds in a position")),
            Cooldown = Microseconds(reader.Number("cooldown", 1m, 0, 86_400, "least seconds from a position to the next entry")),
            MaxSpread = Optional(reader.Number(
                "max_spread_bps", 2m, 0, 10_000, "widest spread to enter at, in basis points of the mid; 0 for any")),
            IsLong = side != "short",
            IsShort = side != "long",
            TakeProfit = reader.OptionalNumber("take_profit_bps", 0.01m, 10_000, "take profit in basis points of the mid"),
            StopLoss = reader.OptionalNumber("stop_loss_bps", 0.01m, 9_999, "stop loss in basis points of the mid"),
        };
        return settings.Exit < settings.Enter ? settings : throw new SettingException(
            FormattableString.Invariant($"setting exit: '{settings.Exit}' is not below enter, '{settings.Enter}'"));
    }

    private static decimal? Optional(decimal value) => value == 0 ? null : value;

    private static long Microseconds(decimal seconds) => (long)(seconds * 1_000_000);
}
