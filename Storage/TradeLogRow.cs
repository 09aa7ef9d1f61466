using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Market;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage;

/// <summary>
/// Writes rows of <c>order_book.csv</c>: <c>timestamp,symbol,action,qty,price,notional,cash,equity</c>. Amounts have
/// 4 decimals, rounded half to even only here.
/// </summary>
internal sealed class TradeLogRow
{
    /// <summary>Most bytes of a row with a symbol of up to 255 bytes, the longest name of a file.</summary>
    public const int MaxLength = 1024;

    private readonly byte[] _date = new byte[11];
    private readonly Dictionary<string, byte[]> _symbols = [];
    private int _day = int.MinValue;

    public static ReadOnlySpan<byte> Header => "timestamp,symbol,action,qty,price,notional,cash,equity\n"u8;

    /// <summary>Most bytes of a row with this symbol.</summary>
    public static int MaxLengthOf(string symbol) => 256 + 3 * symbol.Length;

    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> target, in FillRecord record)
    {
        var fill = record.Fill;
        return Write(
            target, fill.Time, fill.OrderId.Symbol, fill.Side, fill.Quantity,
            [fill.Price, record.Notional, record.Cash, record.Equity]);
    }

    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> target, TradeView trade) => Write(
        target, trade.Time, trade.Symbol, trade.Side, trade.Quantity, [trade.Price, trade.Notional, trade.Cash, trade.Equity]);

    private int Write(
        Span<byte> target, EventTime time, string symbol, Side side, decimal quantity, ReadOnlySpan<decimal> amounts)
    {
        var at = WriteTime(target, time);
        target[at++] = (byte)',';
        var name = Symbol(symbol);
        name.CopyTo(target[at..]);
        at += name.Length;
        var action = side == Side.Buy ? ",BUY,"u8 : ",SELL,"u8;
        action.CopyTo(target[at..]);
        at += action.Length;
        at += DecimalText.WriteShortest(target[at..], quantity);
        foreach (var amount in amounts)
        {
            target[at++] = (byte)',';
            at += DecimalText.WriteFixed4(target[at..], amount);
        }

        target[at++] = (byte)'\n';
        return at;
    }

    private byte[] Symbol(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var bytes))
            _symbols.Add(symbol, bytes = System.Text.Encoding.UTF8.GetBytes(Field(symbol)));
        return bytes;
    }

    // A symbol is the name of a file, which may have a comma.
    private static string Field(string symbol) => symbol.AsSpan().ContainsAny(",\"\r\n")
        ? "\"" + symbol.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
        : symbol;

    private int WriteTime(Span<byte> target, EventTime time)
    {
        var day = time.Day;
        if (day != _day)
        {
            DateOnly.FromDateTime(time.ToUtc()).TryFormat(_date, out _, "yyyy-MM-dd", null);
            _date[10] = (byte)'T';
            _day = day;
        }

        _date.CopyTo(target);
        var milliseconds = (int)((time.Microseconds - day * EventTime.DayLength) / 1000);
        Digits(target[11..], milliseconds / 3_600_000, 2, (byte)':');
        Digits(target[14..], milliseconds / 60_000 % 60, 2, (byte)':');
        Digits(target[17..], milliseconds / 1000 % 60, 2, (byte)'.');
        Digits(target[20..], milliseconds % 1000, 3, (byte)'Z');
        return 24;
    }

    private static void Digits(Span<byte> target, int value, int count, byte after)
    {
        target[count] = after;
        for (var i = count - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }
}
