using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.PortfolioView")]
internal struct PortfolioViewSurrogate
{
    [Id(0)]
    public string Id;

    [Id(1)]
    public long Time;

    [Id(2)]
    public decimal InitialCash;

    [Id(3)]
    public decimal Cash;

    [Id(4)]
    public decimal Equity;

    [Id(5)]
    public decimal RealizedPnl;

    [Id(6)]
    public decimal UnrealizedPnl;

    [Id(7)]
    public decimal Fees;

    [Id(8)]
    public long Fills;

    [Id(9)]
    public long Refusals;

    [Id(10)]
    public long Events;

    [Id(11)]
    public RiskView Risk;

    [Id(12)]
    public PositionView[] Positions;

    [Id(13)]
    public decimal PeakEquity;

    [Id(14)]
    public double Drawdown;

    [Id(15)]
    public double MaxDrawdown;
}

[RegisterConverter]
internal sealed class PortfolioViewConverter : IConverter<PortfolioView, PortfolioViewSurrogate>
{
    public PortfolioView ConvertFromSurrogate(in PortfolioViewSurrogate surrogate) => new()
    {
        Id = surrogate.Id,
        Time = new EventTime(surrogate.Time),
        InitialCash = surrogate.InitialCash,
        Cash = surrogate.Cash,
        Equity = surrogate.Equity,
        PeakEquity = surrogate.PeakEquity,
        Drawdown = surrogate.Drawdown,
        MaxDrawdown = surrogate.MaxDrawdown,
        RealizedPnl = surrogate.RealizedPnl,
        UnrealizedPnl = surrogate.UnrealizedPnl,
        Fees = surrogate.Fees,
        Fills = surrogate.Fills,
        Refusals = surrogate.Refusals,
        Events = surrogate.Events,
        Risk = surrogate.Risk,
        Positions = surrogate.Positions,
    };

    public PortfolioViewSurrogate ConvertToSurrogate(in PortfolioView value) => new()
    {
        Id = value.Id,
        Time = value.Time.Microseconds,
        InitialCash = value.InitialCash,
        Cash = value.Cash,
        Equity = value.Equity,
        PeakEquity = value.PeakEquity,
        Drawdown = value.Drawdown,
        MaxDrawdown = value.MaxDrawdown,
        RealizedPnl = value.RealizedPnl,
        UnrealizedPnl = value.UnrealizedPnl,
        Fees = value.Fees,
        Fills = value.Fills,
        Refusals = value.Refusals,
        Events = value.Events,
        Risk = value.Risk,
        Positions = [.. value.Positions],
    };
}
