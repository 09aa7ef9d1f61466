namespace TradeBooks.Domain.Market;

/// <summary>A depth event that is filled again and again, so that reading frames allocates nothing.</summary>
public sealed class DepthBuffer
{
    private DepthLevel[] _bids = new DepthLevel[64];
    private DepthLevel[] _asks = new DepthLevel[64];
    private int _bidCount;
    private int _askCount;

    /// <summary>The event but for its levels.</summary>
    public DepthHeader Header { get; set; }

    public ReadOnlySpan<DepthLevel> Bids => _bids.AsSpan(0, _bidCount);

    public ReadOnlySpan<DepthLevel> Asks => _asks.AsSpan(0, _askCount);

    public void Clear()
    {
        Header = default;
        _bidCount = 0;
        _askCount = 0;
    }

    public void AddBid(in DepthLevel level)
    {
        if (_bidCount == _bids.Length)
            Array.Resize(ref _bids, _bidCount * 2);
        _bids[_bidCount++] = level;
    }

    public void AddAsk(in DepthLevel level)
    {
        if (_askCount == _asks.Length)
            Array.Resize(ref _asks, _askCount * 2);
        _asks[_askCount++] = level;
    }

    /// <summary>The event as it is now.</summary>
    public DepthEvent ToEvent() => new(Header, Bids, Asks);
}
