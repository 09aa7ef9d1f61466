using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Orders;

namespace TradeBooks.Grains.Interfaces.Surrogates;

[GenerateSerializer, Immutable, Alias("TradeBooks.TradeView")]
internal struct TradeViewSurrogate
{
    [Id(0)]
    public long Number;

    [Id(1)]
    public string OrderId;

    [Id(2)]
    public int FillNumber;

    [Id(3)]
    public string Strategy;

    [Id(4)]
    public string Symbol;

    [Id(5)]
    public long Time;

    [Id(6)]
    public OrderRole Role;

    [Id(7)]
    public Side Side;

    [Id(8)]
    public decimal Quantity;

    [Id(9)]
    public decimal Price;

    [Id(10)]
    public decimal Fee;

    [Id(11)]
    public decimal Notional;

    [Id(12)]
    public decimal Cash;

    [Id(13)]
    public decimal Equity;
}

[RegisterConverter]
internal sealed class TradeViewConverter : IConverter<TradeView, TradeViewSurrogate>
{
    public TradeView ConvertFromSurrogate(in TradeViewSurrogate surrogate) => new(
        surrogate.Number, surrogate.OrderId, surrogate.FillNumber, surrogate.Strategy, surrogate.Symbol,
        new EventTime(surrogate.Time), surrogate.Role, surrogate.Side, surrogate.Quantity, surrogate.Price,
        surrogate.Fee, surrogate.Notional, surrogate.Cash, surrogate.Equity);

    public TradeViewSurrogate ConvertToSurrogate(in TradeView value) => new()
    {
        Number = value.Number,
        OrderId = value.OrderId,
        FillNumber = value.FillNumber,
        Strategy = value.Strategy,
        Symbol = value.Symbol,
        Time = value.Time.Microseconds,
        Role = value.Role,
        Side = value.Side,
        Quantity = value.Quantity,
        Price = value.Price,
        Fee = value.Fee,
        Notional = value.Notional,
        Cash = value.Cash,
        Equity = value.Equity,
    };
}
