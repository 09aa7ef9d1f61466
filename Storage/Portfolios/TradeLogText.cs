using System.Buffers;
using TradeBooks.Domain.Desk;
using TradeBooks.Domain.Portfolios;

namespace TradeBooks.Storage.Portfolios;

/// <summary>The trade log as bytes, the same as <see cref="FileLedger"/> writes to <c>order_book.csv</c>. For one thread.</summary>
public sealed class TradeLogText
{
    private readonly TradeLogRow _row = new();

    /// <summary>Row of the columns' names, with the end of its line; it comes first.</summary>
    public static ReadOnlySpan<byte> Header => TradeLogRow.Header;

    /// <summary>Writes a row, with the end of its line.</summary>
    public void Write(IBufferWriter<byte> target, TradeView trade) =>
        target.Advance(_row.Write(target.GetSpan(TradeLogRow.MaxLengthOf(trade.Symbol)), trade));

    /// <inheritdoc cref="Write(IBufferWriter{byte}, TradeView)"/>
    public void Write(IBufferWriter<byte> target, in FillRecord record) =>
        target.Advance(_row.Write(target.GetSpan(TradeLogRow.MaxLengthOf(record.Fill.OrderId.Symbol)), record));
}
