using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Settings;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.StrategyView")]
internal struct StrategyViewSurrogate
{
    [Id(0)]
    public string Id;

    [Id(1)]
    public string Type;

    [Id(2)]
    public bool IsPaused;

    [Id(3)]
    public SettingInForce[] Settings;

    [Id(4)]
    public string[] Symbols;

    [Id(5)]
    public long Signals;

    [Id(6)]
    public long Accepted;

    [Id(7)]
    public long Refused;

    [Id(8)]
    public long RoundTrips;

    [Id(9)]
    public long Wins;

    [Id(10)]
    public long Losses;

    [Id(11)]
    public double? WinRate;

    [Id(12)]
    public double? ProfitFactor;

    [Id(13)]
    public decimal RealizedPnl;

    [Id(14)]
    public decimal UnrealizedPnl;

    [Id(15)]
    public decimal Fees;
}

[RegisterConverter]
internal sealed class StrategyViewConverter : IConverter<StrategyView, StrategyViewSurrogate>
{
    public StrategyView ConvertFromSurrogate(in StrategyViewSurrogate surrogate) => new()
    {
        Id = surrogate.Id,
        Type = surrogate.Type,
        IsPaused = surrogate.IsPaused,
        Settings = surrogate.Settings,
        Symbols = surrogate.Symbols,
        Signals = surrogate.Signals,
        Accepted = surrogate.Accepted,
        Refused = surrogate.Refused,
        RoundTrips = surrogate.RoundTrips,
        Wins = surrogate.Wins,
        Losses = surrogate.Losses,
        WinRate = surrogate.WinRate,
        ProfitFactor = surrogate.ProfitFactor,
        RealizedPnl = surrogate.RealizedPnl,
        UnrealizedPnl = surrogate.UnrealizedPnl,
        Fees = surrogate.Fees,
    };

    public StrategyViewSurrogate ConvertToSurrogate(in StrategyView value) => new()
    {
        Id = value.Id,
        Type = value.Type,
        IsPaused = value.IsPaused,
        Settings = [.. value.Settings],
        Symbols = [.. value.Symbols],
        Signals = value.Signals,
        Accepted = value.Accepted,
        Refused = value.Refused,
        RoundTrips = value.RoundTrips,
        Wins = value.Wins,
        Losses = value.Losses,
        WinRate = value.WinRate,
        ProfitFactor = value.ProfitFactor,
        RealizedPnl = value.RealizedPnl,
        UnrealizedPnl = value.UnrealizedPnl,
        Fees = value.Fees,
    };
}
