using TradeBooks.Domain.Market;

namespace TradeBooks.Feeds.Kafka;

/// <summary>
/// Finds the last bar of each symbol in pieces of a topic: a piece is read forward, the pieces come from the end to the
/// start. Knows no client.
/// </summary>
/// <param name="count">Number of symbols.</param>
internal sealed class SymbolTails(int count)
{
    private readonly BarMessageReader _reader = new();
    private readonly PublishedPosition[] _tails = [.. Enumerable.Repeat(PublishedPosition.None, count)];
    private readonly Dictionary<(int Piece, int Symbol), PublishedPosition> _open = [];

    /// <summary>What was found so far; whole for a symbol once <see cref="IsFound"/>.</summary>
    public IReadOnlyList<PublishedPosition> Positions => _tails;

    /// <summary>Whether the symbol's last bar was found.</summary>
    public bool IsFound(int symbol) => _tails[symbol].LastBar.IsKnown;

    /// <summary>The next record of a piece that is being read. What is neither bar nor end of data is passed over.</summary>
    /// <param name="piece">Any number for the piece.</param>
    /// <param name="symbol">Index of the symbol that the record's key names.</param>
    /// <param name="value">The record's value.</param>
    /// <param name="isEnd">Whether it says that the data has ended.</param>
    public void Add(int piece, int symbol, ReadOnlySpan<byte> value, bool isEnd)
    {
        if (IsFound(symbol))
            return;
        var seen = _open.GetValueOrDefault((piece, symbol), PublishedPosition.None);
        if (isEnd)
            _open[(piece, symbol)] = seen with { HasEnded = true };
        else if (_reader.TryRead(value, EventTime.MinValue, out var bar) is null)
            _open[(piece, symbol)] = new PublishedPosition(bar.Time, false);
    }

    /// <summary>The pieces that were being read have been.</summary>
    public void Close()
    {
        foreach (var ((_, symbol), seen) in _open)
        {
            // An end of data that was found before comes after what was found now; of two partitions the later bar counts.
            var known = _tails[symbol];
            if (seen.LastBar >= known.LastBar)
                _tails[symbol] = new PublishedPosition(seen.LastBar, seen.HasEnded || (known.HasEnded && !known.LastBar.IsKnown));
        }

        _open.Clear();
    }
}
