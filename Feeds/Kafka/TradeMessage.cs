using System.Buffers;
using System.Text.Json;
using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// A trade print as the value of its record: <c>{"exchange":"binance","symbol":"btcusdt","tradeId":1,
/// "eventTime":1741380840000000,"receivedTime":…,"price":"90000.10","quantity":"0.00100","side":"buy"}</c>. Times are
/// microseconds since 1970, price and quantity keep the exchange's decimals, the side is that of the taker, and the
/// id is 0 where the exchange has none.
/// </summary>
/// <param name="Exchange">Name of the exchange, not empty.</param>
/// <param name="Symbol">The symbol as the exchange writes it, not empty.</param>
/// <param name="Trade">The print.</param>
/// <param name="ReceivedTime">When it came in.</param>
public sealed record TradeMessage(string Exchange, string Symbol, Trade Trade, EventTime ReceivedTime)
{
    /// <summary>Most bytes of a value.</summary>
    public const int MaxReadLength = 4096;

    private const string Buy = "buy";
    private const string Sell = "sell";

    private const uint Required = (1U << 8) - 1;

    private static readonly MemberNames Names = new(
        "exchange", "symbol", "tradeId", "eventTime", "receivedTime", "price", "quantity", "side");

    /// <summary>Writes the value.</summary>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        using var json = MessageJson.CreateWriter(destination);
        json.WriteStartObject();
        json.WriteString("exchange"u8, Exchange);
        json.WriteString("symbol"u8, Symbol);
        json.WriteNumber("tradeId"u8, Trade.TradeId);
        json.WriteNumber("eventTime"u8, Trade.Time.Microseconds);
        json.WriteNumber("receivedTime"u8, ReceivedTime.Microseconds);
        json.WriteString("price"u8, Trade.Price.ToString());
        json.WriteString("quantity"u8, Trade.Quantity.ToString());
        json.WriteString("side"u8, Trade.Aggressor == Side.Buy ? Buy : Sell);
        json.WriteEndObject();
    }

    /// <summary>Reads a value: one JSON object with these members, each once, in any order, and no other.</summary>
    /// <param name="value">The record's value.</param>
    /// <param name="message">The message, where there is one.</param>
    /// <returns>Null, or why there is none, in one line that names the member.</returns>
    public static string? TryRead(ReadOnlySpan<byte> value, out TradeMessage? message)
    {
        message = null;
        var members = new MemberReader(value, Names);
        try
        {
            return TryRead(ref members, out message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return members.Say(e);
        }
    }

    private static string? TryRead(ref MemberReader members, out TradeMessage? message)
    {
        message = null;
        if (members.Begin(MaxReadLength) is { } unfit)
            return unfit;
        string exchange = "", symbol = "";
        var id = 0L;
        EventTime time = default, receivedTime = default;
        Decimal64 price = default, quantity = default;
        var side = Side.Buy;
        while (true)
        {
            if (members.Next(out var member) is { } misnamed)
                return misnamed;
            if (member < 0)
                break;
            var wrong = member switch
            {
                0 => members.ReadName(out exchange),
                1 => members.ReadName(out symbol),
                2 => members.ReadInteger(out id),
                3 => members.ReadTime(out time),
                4 => members.ReadTime(out receivedTime),
                5 => members.ReadPositiveDecimal(out price),
                6 => members.ReadPositiveDecimal(out quantity),
                _ => ReadSide(ref members, out side),
            };
            if (wrong is not null)
                return wrong;
        }

        if (members.CheckPresence(Required) is { } missing)
            return missing;
        message = new TradeMessage(exchange, symbol, new Trade(time, price, quantity, side, id), receivedTime);
        return null;
    }

    private static string? ReadSide(ref MemberReader members, out Side side)
    {
        side = Side.Buy;
        if (members.ReadText(out var text) is { } wrong)
            return wrong;
        if (text == Sell)
            side = Side.Sell;
        return text is Buy or Sell ? null : $"side '{BarText.Quote(text)}' is neither {Buy} nor {Sell}";
    }
}
