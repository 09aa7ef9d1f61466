using TradeBooks.Domain.Market;

namespace TradeBooks.Domain.Books;

/// <summary>
/// Kraken's checksum of a book: CRC-32 over the best ten asks and then the best ten bids, of each level the price's and
/// the quantity's text without point and leading zeros; so it proves the decimals that were sent as well.
/// </summary>
public static class KrakenChecksum
{
    private const int Levels = 10;
    private const int MostDigits = 20;

    /// <summary>Computes it; the book may be closed.</summary>
    public static uint Compute(OrderBook book)
    {
        var digits = new Digits(stackalloc byte[4 * Levels * MostDigits]);
        book.VisitLevels(BookSide.Ask, ref digits);
        digits.StartSide();
        book.VisitLevels(BookSide.Bid, ref digits);
        return Crc32.Compute(digits.Written);
    }

    private ref struct Digits(Span<byte> buffer) : ILevelVisitor
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;
        private int _left = Levels;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void StartSide() => _left = Levels;

        public bool Visit(in DepthLevel level)
        {
            // Without point and leading zeros a text is the mantissa's.
            Append(level.PriceMantissa);
            Append(level.QuantityMantissa);
            return --_left > 0;
        }

        private void Append(long mantissa)
        {
            mantissa.TryFormat(_buffer[_length..], out var written, default, System.Globalization.CultureInfo.InvariantCulture);
            _length += written;
        }
    }
}
